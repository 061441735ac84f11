import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { UserActor } from '../../src/kernel/index.js';
import { Authenticator } from '../../src/platform/auth/index.js';

/** Stands in for the people of modules that are tested without identity: tokens are the names they are given here. */
@Global()
@Module({})
export class TokensModule {
  static of(people: Readonly<Record<string, UserActor>>): DynamicModule {
    const useValue: Authenticator = {
      bySession: (token) => Promise.resolve(people[token]),
      byKey: () => Promise.resolve(undefined),
    };
    return {
      module: TokensModule,
      providers: [{ provide: Authenticator, useValue }],
      exports: [Authenticator],
    };
  }
}
