import type * as api from '../../api';
import { complete } from '../message/complete';
import { parseMessage } from '../message/message';
import { checkMessage } from '../message/rules/checkMessage';
import type { Person } from '../message/signOff';

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
