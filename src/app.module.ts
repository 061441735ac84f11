import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { AuthModule } from './platform/auth/index.js';
import { ClockModule } from './platform/clock/index.js';
import { ConfigModule, type RunningConfig } from './platform/config/index.js';
import { CryptoModule } from './platform/crypto/index.js';
import { DatabaseModule } from './platform/database/index.js';
import { HttpPlatformModule } from './platform/http/index.js';
import { MessagingModule } from './platform/messaging/index.js';
import { ObservabilityModule } from './platform/observability/index.js';

export type ModuleEntry = Type | DynamicModule;

/** The marketplace, lower modules first. */
export const MODULES: readonly ModuleEntry[] = [];

/** What exists only in a sandbox: the test clock, minted principals, carrier events. */
export const SANDBOX_MODULES: readonly ModuleEntry[] = [];

@Module({})
export class AppModule {
  static of(config: RunningConfig, modules: readonly ModuleEntry[] = everything(config)): DynamicModule {
    const platform = [
      ConfigModule.of(config),
      ObservabilityModule,
      DatabaseModule,
      CryptoModule,
      ClockModule.of(config),
      AuthModule,
      HttpPlatformModule,
      MessagingModule.of(config),
    ];
    return { module: AppModule, imports: [...platform, ...modules] };
  }
}

function everything(config: RunningConfig): readonly ModuleEntry[] {
  return config.sandbox ? [...MODULES, ...SANDBOX_MODULES] : MODULES;
}
