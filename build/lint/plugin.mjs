// Two lint rules of our own: `layers` (the arrows of layers.mjs, on resolved paths, so that no spelling of a path
// slips through) and `pure-engine` (clock and randomness are ports).
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { arrows, isolated } from './layers.mjs';

/** @param {string} file @param {string} folder */
const isInside = (file, folder) => folder === '' || file === folder || file.startsWith(`${folder}/`);

/** @param {string} specifier */
const packageName = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** @param {string} specifier @param {string} wanted */
const isPackage = (specifier, wanted) =>
  wanted === 'node:*' ? isBuiltin(specifier) : packageName(specifier) === wanted;

/** @param {string} file @param {string} target */
function crossesIsolation(file, target) {
  return isolated.find(({ folder }) => {
    if (!isInside(file, folder) || !isInside(target, folder)) return false;
    const depth = folder.split('/').length;
    return file.split('/')[depth] !== target.split('/')[depth];
  });
}

/**
 * @param {import('./layers.mjs').Arrow} arrow
 * @param {string} specifier
 * @param {string | undefined} target  the imported file from the root, when it is one of ours
 */
function breaks(arrow, specifier, target) {
  if (target !== undefined) return (arrow.to ?? []).some((folder) => isInside(target, folder));
  if (arrow.onlyPackages) return !arrow.onlyPackages.includes(packageName(specifier));
  return (arrow.packages ?? []).some((wanted) => isPackage(specifier, wanted));
}

/** @param {string} file  from the root, with forward slashes @param {string} specifier */
export function violation(file, specifier) {
  const isOurs = specifier.startsWith('.') || specifier.startsWith('/');
  const target = isOurs ? path.posix.join('/', path.posix.dirname(file), specifier).slice(1) : undefined;
  if (!isInside(file, 'test')) {
    const arrow = arrows.find(({ from, ...rest }) => isInside(file, from) && breaks({ from, ...rest }, specifier, target));
    if (arrow) return arrow.why;
  }
  return target === undefined ? undefined : crossesIsolation(file, target)?.why;
}

const layers = {
  meta: { type: 'problem' },
  /** @param {any} context */
  create(context) {
    const file = path.relative(context.cwd, context.filename).split(path.sep).join('/');
    /** @param {any} source */
    const look = (source) => {
      if (typeof source?.value !== 'string') return;
      const why = violation(file, source.value);
      if (why !== undefined) context.report({ node: source, message: `${why} ('${source.value}')` });
    };
    return {
      /** @param {any} node */
      ImportDeclaration: (node) => look(node.source),
      /** @param {any} node */
      ExportNamedDeclaration: (node) => look(node.source),
      /** @param {any} node */
      ExportAllDeclaration: (node) => look(node.source),
      /** @param {any} node */
      ImportExpression: (node) => look(node.source),
      /** @param {any} node */
      TSImportType: (node) => look(node.source ?? node.argument),
      /** @param {any} node */
      CallExpression: (node) => {
        if (node.callee.type === 'Identifier' && node.callee.name === 'require') look(node.arguments[0]);
      },
    };
  },
};

const CLOCK = 'The engine asks its clock port for the time, so that tests can set it.';
const CHANCE = 'The engine asks a port for randomness, so that tests can repeat it.';

const pureEngine = {
  meta: { type: 'problem' },
  /** @param {any} context */
  create(context) {
    return {
      /** @param {any} node */
      NewExpression(node) {
        if (node.callee.name === 'Date' && node.arguments.length === 0) context.report({ node, message: CLOCK });
      },
      /** @param {any} node */
      MemberExpression(node) {
        const name = `${node.object.name}.${node.property.name}`;
        if (name === 'Date.now') context.report({ node, message: CLOCK });
        if (name === 'Math.random') context.report({ node, message: CHANCE });
      },
    };
  },
};

export default {
  meta: { name: 'strata' },
  rules: { layers, 'pure-engine': pureEngine },
};
