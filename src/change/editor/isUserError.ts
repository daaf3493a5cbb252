import { UserError } from '../../base/errors';

/** Whether an error is a sentence for a person. */
export const isUserError = (error: unknown): error is UserError<string> => error instanceof UserError;
