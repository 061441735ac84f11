import type { FastifyInstance } from 'fastify';

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
}

/** Knows which methods an address answers, so that another one is told and not just turned away. */
export class AllowedMethods {
  private readonly routes: Route[] = [];

  /** Must be called before the routes are registered. */
  watch(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      const methods = [method].flat().filter((each) => each !== 'OPTIONS');
      for (const each of methods) this.routes.push({ method: each, pattern: patternOf(url) });
    });
  }

  /** Empty when nothing is at the address. */
  of(url: string): string[] {
    const [path = '/'] = url.split('?');
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

function patternOf(url: string): RegExp {
  const segments = url.split('/').map((segment) => {
    if (segment === '*') return '.*';
    return segment.startsWith(':') ? '[^/]+' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${segments.join('/')}$`);
}
