import * as vscode from 'vscode';
import type * as api from '../../api';
import { CHECKS } from '../preflight/check';
import type { Preflight } from '../preflight/preflight';
import { fixButton, PUSH_FIXES } from '../push/fixes';
import type { PushRequest, PushResult } from '../push/push';

/** The values of the feature as src/api.ts promises them. */
export function pushRequest({ token: _token, ...options }: api.PushOptions): PushRequest {
  return options;
}

export function pushResult({ outcome, settled, ref, changes, answer }: PushResult): api.PushResult {
  return {
    outcome,
    settled,
    ref,
    changes: changes.map(({ number, url, subject, isNew, wip, patchSet, changeId, commit }) => ({
      number,
      url,
      subject,
      isNew,
      wip,
      ...(patchSet === undefined ? {} : { patchSet }),
      ...(changeId === undefined ? {} : { changeId }),
      ...(commit === undefined ? {} : { commit }),
    })),
    rejections: answer.rejections.map(({ reason, title, meaning, quote, commit, fixes }) => ({
      reason,
      title,
      meaning,
      quote,
      fixes: fixes.map((fix) => {
        const button = fixButton(fix);
        return { kind: fix.kind, by: PUSH_FIXES[fix.kind].reach, ...(button === undefined ? {} : { button }) };
      }),
      ...(commit === undefined ? {} : { commit }),
    })),
    output: [...answer.remote, ...answer.local],
  };
}

export function preflightResult({ outcome, results }: Preflight): api.PreflightResult {
  return {
    outcome,
    checks: results.map(({ name, state, text, commit, details = [] }) => ({
      name,
      title: CHECKS[name],
      state,
      text,
      ...(commit === undefined ? {} : { commit }),
      places: details.flatMap(({ text: words, file, line = 0 }) =>
        file === undefined ? [] : [{ text: words, file: vscode.Uri.file(file), line }],
      ),
    })),
  };
}
