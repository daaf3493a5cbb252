/** An address as it may be shown: without its password, and on GitHub, where a token stands for the name, without that. */
export const shownUrl = (url: string): string =>
  url
    .replace(/^(https?:\/\/)[^\s@/]*@(?=github\.com[:/])/i, '$1')
    .replace(/^(\w[\w+]*:\/\/[^\s:@/]*):[^\s@/]*@/, '$1@');
