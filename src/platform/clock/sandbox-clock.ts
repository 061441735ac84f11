import { Clock } from '../../kernel/index.js';
import { statement, type Db } from '../database/index.js';

/** How the sandbox's time runs: the host's time plus `offsetMs`, or standing at `frozenAt`. */
export interface ClockSetting {
  readonly offsetMs: number;
  readonly frozenAt: Date | null;
  /** On the way to another time: it stands where something is due. */
  readonly travelling: boolean;
  /** Grows with every move, so that a late answer never puts an older setting back. */
  readonly version: number;
}

export const CLOCK_CHANNEL = 'souk_clock';

const read = statement<[], ClockSetting>(
  'clock.read',
  `select offset_ms as "offsetMs", frozen_at as "frozenAt", travelling, version from sandbox_clock`,
);

const write = statement<
  [offsetMs: number, frozenAt: Date | null, travelling: boolean, channel: string],
  { version: number }
>(
  'clock.write',
  `with written as (
     insert into sandbox_clock (offset_ms, frozen_at, travelling) values ($1, $2, $3)
     on conflict (id) do update set offset_ms = excluded.offset_ms, frozen_at = excluded.frozen_at,
       travelling = excluded.travelling,       version = sandbox_clock.version + 1
     returning version)
   select version, pg_notify($4, '') from written`,
);

/** Time that can be moved and stopped, the same in all processes of a sandbox. */
export class SandboxClock extends Clock {
  private setting: ClockSetting = { offsetMs: 0, frozenAt: null, travelling: false, version: 0 };
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly db: Db) {
    super();
  }

  now(): Date {
    return this.setting.frozenAt ?? new Date(Date.now() + this.setting.offsetMs);
  }

  get isFrozen(): boolean {
    return this.setting.frozenAt !== null;
  }

  override get isTravelling(): boolean {
    return this.setting.travelling;
  }

  /** Called after every move, whichever process made it. */
  onMoved(listener: () => void): void {
    this.listeners.push(listener);
  }

  /**
   * Makes it `at` now, for all processes. Time then runs on from there, or stands still. `travelling`: it
   * stands there only until what is due has been handled.
   */
  async set(at: Date, frozen: boolean, travelling = false): Promise<void> {
    const offsetMs = at.getTime() - Date.now();
    const frozenAt = frozen ? at : null;
    const written = await this.db.queryOne(write, [offsetMs, frozenAt, travelling, CLOCK_CHANNEL]);
    this.apply({ offsetMs, frozenAt, travelling, version: written?.version ?? 0 });
  }

  /** Reads what another process has set. */
  async refresh(): Promise<void> {
    const stored = await this.db.queryOne(read, []);
    if (stored) this.apply(stored);
  }

  private apply(setting: ClockSetting): void {
    if (setting.version <= this.setting.version) return;
    this.setting = setting;
    for (const listener of this.listeners) listener();
  }
}
