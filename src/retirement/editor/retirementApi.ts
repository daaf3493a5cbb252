import type * as api from '../../api';
import { requireTrust } from '../../base/editor/trust';
import type { Servers } from '../../gerrit';
import { folderTree } from '../clones';
import { OpenQuestions, prepareEdits, readEditInput } from '../edits';
import { makePlan } from '../plan';
import { askServer, statusNow } from '../status/askStatus';

/** The feature without its view, as src/api.ts promises it. */
export function retirementApi(servers: Servers): api.RetirementApi {
  return {
    plan: makePlan,
    async status(plan) {
      requireTrust('Asking Gerrit for the changes of a plan');
      const server = servers.of(plan.server);
      server.askAgain();
      await askServer(server, [plan]);
      return statusNow(plan, { server });
    },
    async edits(step, clone) {
      const input = readEditInput(step);
      const { edits, questions } = await prepareEdits(input, folderTree(clone.fsPath));
      if (questions.length > 0) throw new OpenQuestions(questions);
      return edits.map(({ path, content, reason }) => ({ path, content, reason }));
    },
  };
}
