import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ACCESS, type AccessRule } from './access.js';

export interface DeclaredRoute {
  readonly controller: abstract new (...args: never[]) => unknown;
  readonly method: string;
  readonly handler: object;
  readonly access: AccessRule;
}

/** Every route of the application with its declaration. An undeclared one keeps the application from starting. */
@Injectable()
export class DeclaredRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const open = this.handlers().filter(({ access }) => access === undefined);
    if (open.length === 0) return;
    const names = open.map(({ controller, method }) => `${controller.name}.${method}`);
    throw new Error(`Routes without an @Access declaration: ${names.join(', ')}`);
  }

  all(): DeclaredRoute[] {
    return this.handlers().filter((route): route is DeclaredRoute => route.access !== undefined);
  }

  private handlers(): (Omit<DeclaredRoute, 'access'> & { access?: AccessRule })[] {
    const classes = this.discovery.getControllers().map((wrapper) => wrapper.metatype as DeclaredRoute['controller']);
    return [...new Set(classes)].flatMap((controller) => {
      const prototype = controller.prototype as Record<string, object>;
      return this.scanner
        .getAllMethodNames(prototype)
        .map((method) => ({ method, handler: prototype[method] as object }))
        .filter(({ handler }) => Reflect.hasMetadata(METHOD_METADATA, handler))
        .map(({ method, handler }) => ({
          controller,
          method,
          handler,
          access: Reflect.getMetadata(ACCESS, handler) as AccessRule | undefined,
        }));
    });
  }
}
