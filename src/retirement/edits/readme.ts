/**
 * The README.rst that a retired repository is left with. Source: OpenDev's infra manual, drivers.rst, "Retiring a
 * Project", with today's IRC network.
 */
import { EditRefused } from './lines/edit';

export const README = 'README.rst';

/** The channel of the template. */
const CHANNEL = 'openstack-dev';

interface ReadmeFacts {
  readonly alternative?: { readonly name: string; readonly url: string } | null | undefined;
  /** Without `#`; undefined for that of the template, null for none. */
  readonly irc?: string | null | undefined;
}

/** @throws EditRefused for names and addresses that are not safe to write down */
export function retiredReadme({ alternative, irc = CHANNEL }: ReadmeFacts): string {
  const paragraphs = [
    'This project is no longer maintained.',
    'The contents of this repository are still available in the Git\n' +
      'source code management system.  To see the contents of this\n' +
      'repository before it reached its end of life, please check out the\n' +
      'previous commit with "git checkout HEAD^1".',
  ];
  if (alternative) {
    const { name, url } = alternative;
    paragraphs.push(`For an alternative project, please see ${checkedName(name)} at\n${checkedUrl(url)}.`);
  }
  const list = 'For any further questions, please email\nopenstack-discuss@lists.openstack.org';
  paragraphs.push(irc === null ? `${list}.` : `${list} or join #${checkedChannel(irc)} on\nOFTC.`);
  return `${paragraphs.join('\n\n')}\n`;
}

/** Whether two texts say the same, folded as they may be. */
export function sameWords(a: string, b: string): boolean {
  const words = (text: string): string => text.trim().split(/\s+/).join(' ');
  return words(a) === words(b);
}

function checkedName(name: string): string {
  // Control characters, those that turn the direction of text, and line ends of every kind.
  if (name.trim() === '' || name !== name.trim() || name.length > 200 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw refused("the alternative's name is not one line of text");
  }
  return name;
}

function checkedUrl(url: string): string {
  if (url.length > 500 || !/^https:\/\/[A-Za-z0-9][!#-;=?-[\]_a-z~]*$/.test(url) || !URL.canParse(url)) {
    throw refused("the alternative's address is not an https URL");
  }
  const { username, password } = new URL(url);
  if (username || password) throw refused("the alternative's address has a user name in it");
  return url;
}

function checkedChannel(channel: string): string {
  if (!/^[A-Za-z0-9][\w.+-]{0,62}$/.test(channel)) throw refused('the IRC channel is not the name of a channel');
  return channel;
}

function refused(why: string): EditRefused {
  return new EditRefused('not-as-expected', README, undefined, why);
}
