/** What is tested and what stands in for the editor, in one bundle. */
export * from '../../../../src/base/editor/notifications';
export * from '../../../../src/base/editor/quickInput';
export * from '../../../../src/base/editor/statusItems';
export { given, person } from './fakeWindow';
