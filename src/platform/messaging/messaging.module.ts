import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { RunningConfig } from '../config/index.js';
import { AfterCommit } from './after-commit.js';
import { Consumers } from './consumers.js';
import { Deadlines } from './deadlines.js';
import { Drain } from './drain.js';
import { Outbox } from './outbox.js';

@Module({})
export class MessagingModule {
  /** Global. `config.role` decides whether this process only publishes (`api`) or also relays and handles. */
  static of(_config: RunningConfig): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [AfterCommit, Consumers, Deadlines, Drain, Outbox],
      exports: [Deadlines, Drain, Outbox],
    };
  }
}
