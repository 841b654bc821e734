import { startWindow } from './start-window.tsx';

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no root.');
startWindow(root, window.strata);
