import type * as api from '../../api';
import { checkMessage } from '../check';
import { complete } from '../complete';
import { parseMessage } from '../message';
import type { Person } from '../signOff';

/**
 * The part of the API that is about messages alone; see src/api.ts for what each member promises.
 * @param signer who signs off; undefined while it is not known
 */
export function changeApi(signer: () => Person | undefined): Pick<api.ChangeApi, 'check' | 'complete'> {
  return {
    check: (message, context = {}) =>
      checkMessage(message, context).map(({ code, severity, line, message: text }) => ({
        code,
        severity,
        line,
        message: text,
      })),
    complete: (message) => {
      const signed = parseMessage(message).trailers.some(({ key }) => key.toLowerCase() === 'signed-off-by');
      return complete(message, signed ? undefined : signer());
    },
  };
}
