export { abandonMessage } from './abandonMessage';
export { ANNOUNCEMENT_ADDRESS, announcement, openPlaceholders } from './announcement';
export { stepMessage } from './commitMessage';
export { planTitle } from './names';
export { stepTitle, stepWords } from './stepWords';
export { neededByToAdd } from './trailers';
