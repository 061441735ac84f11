import type { OpenAPIObject } from '@nestjs/swagger';
import type { Audience, Role } from '../../auth/index.js';
import { METHODS, type Operation } from './types.js';

/** Everybody needs what anyone may call: to sign in, to look up a problem. */
const ROLES: Readonly<Record<Audience, readonly Role[]>> = {
  storefront: ['anyone', 'buyer'],
  seller: ['anyone', 'buyer', 'seller'],
  moderator: ['anyone', 'moderator', 'risk', 'admin'],
  finance: ['anyone', 'finance', 'admin'],
};

const TITLES: Readonly<Record<Audience, string>> = {
  storefront: 'Souk for shops and apps',
  seller: 'Souk for sellers and their software',
  moderator: 'Souk for moderators and risk analysts',
  finance: 'Souk for finance',
};

interface Declared {
  readonly roles?: readonly Role[];
  readonly audiences?: readonly Audience[];
}

/** The part of the document that one audience needs, with the components that this part refers to. */
export function documentFor(audience: Audience, full: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(full.paths)
      .map(([path, item]) => [path, only(item, audience)] as const)
      .filter(([, item]) => METHODS.some((method) => item[method])),
  );
  const tags = new Set(Object.values(paths).flatMap((item) => METHODS.flatMap((method) => item[method]?.tags ?? [])));
  return {
    ...full,
    info: { ...full.info, title: TITLES[audience] },
    paths,
    tags: full.tags?.filter(({ name }) => tags.has(name)),
    components: prune(full, paths),
  };
}

type PathItem = OpenAPIObject['paths'][string];

function only(item: PathItem, audience: Audience): PathItem {
  const kept = METHODS.filter((method) => item[method] && isFor(item[method] as Operation, audience));
  return Object.fromEntries(kept.map((method) => [method, item[method]]));
}

function isFor(operation: Operation, audience: Audience): boolean {
  const { roles = [], audiences = [] } = (operation['x-access'] ?? {}) as Declared;
  return audiences.includes(audience) || roles.some((role) => ROLES[audience].includes(role));
}

type Components = NonNullable<OpenAPIObject['components']>;

function prune({ components = {} }: OpenAPIObject, paths: OpenAPIObject['paths']): Components {
  const used = new Set<string>();
  const all = components as unknown as Record<string, Record<string, unknown>>;
  const visit = (value: unknown): void => {
    for (const [, kind = '', name = ''] of JSON.stringify(value ?? null).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      if (used.has(`${kind}/${name}`)) continue;
      used.add(`${kind}/${name}`);
      visit(all[kind]?.[name]);
    }
  };
  visit(paths);
  const keep = (kind: string): object =>
    Object.fromEntries(Object.entries(all[kind] ?? {}).filter(([name]) => used.has(`${kind}/${name}`)));
  return { ...components, schemas: keep('schemas'), responses: keep('responses') } as Components;
}
