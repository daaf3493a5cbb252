export { judgesOf } from './judges';
export { runJudges, type Verdict } from './runJudges';
