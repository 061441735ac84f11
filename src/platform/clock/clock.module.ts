import { Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import type { RunningConfig } from '../config/index.js';
import { Db } from '../database/index.js';
import { Notifications, NotifyModule } from '../notify/index.js';
import { CLOCK_CHANNEL, SandboxClock } from './sandbox-clock.js';
import { SystemClock } from './system-clock.js';

const sandboxClock = {
  provide: SandboxClock,
  inject: [Db, Notifications],
  useFactory: async (db: Db, notifications: Notifications): Promise<SandboxClock> => {
    const clock = new SandboxClock(db);
    await notifications.on(CLOCK_CHANNEL, () => void clock.refresh().catch(() => {}));
    await clock.refresh();
    return clock;
  },
};

/** Binds `Clock`: the host's time, or in a sandbox a time that can be moved. Global. */
@Module({})
export class ClockModule {
  static of(config: RunningConfig): DynamicModule {
    const providers = config.sandbox
      ? [sandboxClock, { provide: Clock, useExisting: SandboxClock }]
      : [{ provide: Clock, useClass: SystemClock }];
    return {
      module: ClockModule,
      global: true,
      imports: [NotifyModule],
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }
}
