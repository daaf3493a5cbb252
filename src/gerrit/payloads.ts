/** The shapes of Gerrit's answers (Documentation/rest-api-*.txt of 3.9 to 3.13), as far as they are read here. */
import * as v from 'valibot';

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Text = v.pipe(v.string(), v.maxLength(100_000));

export const AccountInfo = v.object({
  _account_id: Count,
  name: v.optional(Text),
  display_name: v.optional(Text),
  email: v.optional(Text),
  username: v.optional(Text),
  inactive: v.optional(v.boolean()),
  _more_accounts: v.optional(v.boolean()),
});

const ApprovalInfo = v.object({ ...AccountInfo.entries, value: v.optional(v.number()), date: v.optional(Text) });

const LabelInfo = v.object({
  all: v.optional(v.array(ApprovalInfo)),
  optional: v.optional(v.boolean()),
});

const RevisionInfo = v.object({
  _number: v.union([Count, v.literal('edit')]),
  ref: v.optional(Text),
  created: v.optional(Text),
  kind: v.optional(Text),
  description: v.optional(Text),
  uploader: v.optional(AccountInfo),
  commit: v.optional(v.object({ message: v.optional(Text), subject: v.optional(Text) })),
});

const SubmitRequirementInfo = v.object({ name: Text, status: Text });

/** Who speaks is missing where the server itself does. A long message is cut (`changeOf`), not refused. */
const ChangeMessageInfo = v.object({ author: v.optional(AccountInfo), message: v.string() });

export const ChangeInfo = v.object({
  _number: Count,
  change_id: v.pipe(v.string(), v.regex(/^I[0-9a-f]{40}$/)),
  project: Text,
  branch: Text,
  subject: Text,
  status: v.picklist(['NEW', 'MERGED', 'ABANDONED']),
  topic: v.optional(Text),
  hashtags: v.optional(v.array(Text)),
  work_in_progress: v.optional(v.boolean()),
  is_private: v.optional(v.boolean()),
  owner: AccountInfo,
  created: Text,
  updated: Text,
  submitted: v.optional(Text),
  unresolved_comment_count: v.optional(Count),
  labels: v.optional(v.record(v.string(), LabelInfo)),
  submit_requirements: v.optional(v.array(SubmitRequirementInfo)),
  current_revision: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/))),
  current_revision_number: v.optional(Count),
  revisions: v.optional(v.record(v.string(), RevisionInfo)),
  messages: v.optional(v.array(ChangeMessageInfo)),
  _more_changes: v.optional(v.boolean()),
});
export type ChangeInfo = v.InferOutput<typeof ChangeInfo>;
export type AccountInfo = v.InferOutput<typeof AccountInfo>;

/** The server's configured value wins; INHERIT goes by what the parents say. */
const InheritedBoolean = v.object({
  configured_value: v.optional(v.picklist(['TRUE', 'FALSE', 'INHERIT'])),
  inherited_value: v.optional(v.boolean()),
  value: v.optional(v.boolean()),
});
export type InheritedBoolean = v.InferOutput<typeof InheritedBoolean>;

export const ConfigInfo = v.object({
  use_signed_off_by: v.optional(InheritedBoolean),
  require_change_id: v.optional(InheritedBoolean),
  state: v.optional(Text),
});

export const BranchInfo = v.object({ ref: Text, revision: v.optional(Text) });
export const EmailInfo = v.object({ email: Text, preferred: v.optional(v.boolean()) });
export const ProjectInfo = v.object({ id: Text, state: v.optional(Text), description: v.optional(Text) });
