/** Who may import whom: left may import the doors (`index.ts`) of the right. A new edge is a reviewed line. */
const EDGES = {
  identity: [],
  catalog: [],
  ledger: [],
  books: ['ledger'],
  risk: [],
  moderation: [],
  fees: [],
  coupons: [],
  'listing-fees': ['fees', 'ledger', 'listings'],
  sellers: ['identity'],
  listings: ['sellers', 'catalog', 'moderation'],
  inventory: ['listings'],
  payments: ['ledger', 'risk'],
  carts: ['listings', 'inventory', 'fees', 'coupons'],
  orders: ['identity', 'sellers', 'listings', 'inventory', 'payments', 'risk', 'fees', 'carts', 'coupons'],
  fulfilment: ['orders'],
  settlement: ['sellers', 'ledger', 'orders'],
  reviews: ['orders', 'sellers'],
  stripe: ['payments', 'settlement'],
};

const edgeRules = Object.entries(EDGES).map(([name, allowed]) => ({
  name: `module-${name}`,
  comment: `${name} may import ${allowed.length > 0 ? allowed.join(', ') : 'no module'}.`,
  severity: 'error',
  from: { path: `^src/modules/${name}/` },
  to: { path: '^src/modules/', pathNot: `^src/modules/(${[name, ...allowed].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...edgeRules,
    {
      name: 'undeclared-module',
      comment: 'Every module has a line in EDGES.',
      severity: 'error',
      from: { path: '^src/modules/', pathNot: `^src/modules/(${Object.keys(EDGES).join('|')})/` },
      to: {},
    },
    {
      name: 'through-the-door',
      comment: 'Another module is imported through its index.ts only.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$'] },
    },
    {
      name: 'platform-through-the-door',
      comment: 'Modules use a platform folder through its index.ts only.',
      severity: 'error',
      from: { path: '^src/(modules|sandbox)/' },
      to: { path: '^src/platform/', pathNot: '^src/platform/[^/]+/index\\.ts$' },
    },
    {
      name: 'kernel-is-alone',
      comment: 'The kernel imports nothing but itself.',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { pathNot: '^src/kernel/' },
    },
    {
      name: 'platform-knows-no-business',
      comment: 'The platform imports no module and no sandbox.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: '^src/(modules|sandbox)/' },
    },
    {
      name: 'domain-is-pure',
      comment: 'Domain and lifecycle files import the kernel and their own pure neighbours.',
      severity: 'error',
      from: { path: '^src/modules/.*\\.(domain|lifecycle)\\.ts$' },
      to: {
        pathNot: ['^src/kernel/', '\\.(domain|lifecycle)\\.ts$', '^(crypto|zlib)$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'controllers-do-not-query',
      comment: 'Controllers call a verb or a query class; they know neither repositories nor TypeORM.',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: ['\\.repository\\.ts$', '^node_modules/typeorm/', '\\.entity\\.ts$'] },
    },
    {
      name: 'errors-know-no-http',
      comment: 'Refusals are declared without HTTP.',
      severity: 'error',
      from: { path: '\\.errors\\.ts$' },
      to: { path: ['^node_modules/@nestjs/', '^src/platform/http/'] },
    },
    { name: 'no-cycles', comment: 'No import cycle.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-dev-dependencies',
      comment: 'The product runs on its dependencies.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
