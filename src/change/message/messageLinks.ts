import { OPENDEV } from '../../gerrit';
import { launchpadBugs } from './launchpad';
import { type KeptLine, type ParseOptions, parseMessage } from './message';

/** A piece of a line that leads somewhere; the line is 0-based, columns are in UTF-16 units. */
export interface MessageLink {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly title: string;
}

export interface LinkOptions extends ParseOptions {
  /** The project's own server. */
  readonly server?: string;
  /** Gerrit's name of the project; the last part is the project on Launchpad. */
  readonly project?: string;
}

/** Bugs, blueprints, stories and Change-Ids as links. Addresses are left to the editor, which finds them by itself. */
export function messageLinks(text: string, options: LinkOptions = {}): MessageLink[] {
  const { kept } = parseMessage(text, options);
  return [...bugLinks(kept), ...kept.flatMap((line) => trailerLink(line, options))];
}

function bugLinks(kept: readonly KeptLine[]): MessageLink[] {
  const texts = new Map(kept.map(({ line, text }) => [line, text]));
  return launchpadBugs(kept).map(({ line, number }) => {
    const text = texts.get(line) ?? '';
    const start = text.lastIndexOf(number);
    const from = text[start - 1] === '#' ? start - 1 : start;
    const url = `https://bugs.launchpad.net/bugs/${number}`;
    return { line, start: from, end: start + number.length, url, title: `Open bug ${number} on Launchpad` };
  });
}

function trailerLink({ line, text }: KeptLine, { server = OPENDEV, project }: LinkOptions): MessageLink[] {
  const link = (value: string, url: string, title: string): MessageLink[] => {
    const start = text.lastIndexOf(value);
    return [{ line, start, end: start + value.length, url, title }];
  };
  const story = /^story: *#?(\d+)$/i.exec(text)?.[1];
  if (story) {
    return link(story, `https://storyboard.openstack.org/#!/story/${story}`, `Open story ${story}`);
  }
  const changeId = /^[a-z-]+: *(I[0-9a-f]{40})$/i.exec(text)?.[1];
  if (changeId) {
    return link(changeId, `${server}q/${changeId}`, 'Find this change on the server');
  }
  const blueprint = /^(?:partial-|partially-)?implements: *(?:blueprint|bp) +([a-z0-9][a-z0-9.+-]*)$/i.exec(text)?.[1];
  const onLaunchpad = project?.split('/').at(-1);
  return blueprint && onLaunchpad
    ? link(
        blueprint,
        `https://blueprints.launchpad.net/${onLaunchpad}/+spec/${blueprint}`,
        `Open blueprint ${blueprint}`,
      )
    : [];
}
