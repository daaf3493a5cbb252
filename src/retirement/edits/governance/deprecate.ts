import { type EditInput, EditRefused, type Prepared, type Tree } from '../lines/edit';
import { chunksOf } from '../lines/items';
import { LineEdits, Lines } from '../lines/lines';
import { PROJECTS } from './projects';
import { contentOf, divide } from './teams';

/** A deliverable whose master branch ends: its own releases end, those of stable branches go on. */
export async function deprecateEdits({ params, repositories }: EditInput, tree: Tree): Promise<Prepared> {
  const text = await tree.read(PROJECTS);
  if (text === undefined) {
    throw new EditRefused('missing-file', PROJECTS, undefined, 'this file is not in the repository');
  }
  const { deprecated } = params;
  if (deprecated === undefined) {
    const asked = 'In which release is it deprecated? (such as 2026.2)';
    return { edits: [], questions: [{ param: 'deprecated', text: asked }], notes: [] };
  }
  const file = new Lines(PROJECTS, text);
  const edits = new LineEdits(file);
  const own = new Set(params.repositories ?? repositories);
  const { byBlock, others } = divide(file, [...own]);
  const [missing] = others;
  if (missing !== undefined) throw new EditRefused('not-as-expected', PROJECTS, undefined, `no team has ${missing}`);
  const all = [...byBlock.keys()].flatMap((block) => contentOf(file, block).deliverables);
  for (const deliverable of all.filter(({ repos }) => repos.some(({ name }) => own.has(name)))) {
    const living = deliverable.repos.find(({ name }) => !own.has(name));
    if (living) {
      throw file.refused(
        living.line,
        `${deliverable.name} has ${living.name} too, so it cannot be deprecated as a whole`,
      );
    }
    const { from, to } = deliverable.chunk;
    const chunks = chunksOf(file, from + 1, to, 6);
    const reason = `${deliverable.name} has no releases of its master branch any more`;
    const lines: readonly (readonly [string, string])[] = [
      ['deprecated', `      deprecated: '${deprecated}'`],
      ['release-management', '      release-management: deprecated'],
    ];
    for (const [key, line] of lines) {
      const chunk = chunks.find((each) => each.key === key);
      // A cycle may stand there without quotes, from when they had names.
      const isSame = chunk && (file.lines[chunk.from] ?? '').replaceAll(/['"]/g, '') === line.replaceAll("'", '');
      if (chunk && !isSame) edits.replace(chunk.from, chunk.from + 1, [line], reason);
      if (!chunk) edits.insert(from + 1, [line], reason);
    }
  }
  const edit = edits.finish('The deliverable is deprecated');
  return { edits: edit ? [edit] : [], questions: [], notes: [] };
}
