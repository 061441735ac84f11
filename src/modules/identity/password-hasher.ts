import { availableParallelism } from 'node:os';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { CONFIG, type Config } from '../../platform/config/index.js';

/** Argon2id, at most one hash per core at a time: more would only take memory and processor from everybody else. */
@Injectable()
export class PasswordHasher implements OnModuleInit {
  private readonly options: { memoryCost: number; timeCost: number; parallelism: number };
  private readonly waiting: (() => void)[] = [];
  private free = availableParallelism();
  private decoy: Promise<string> | undefined;

  constructor(@Inject(CONFIG) config: Pick<Config, 'argon2'>) {
    this.options = { memoryCost: config.argon2.memoryKiB, timeCost: config.argon2.passes, parallelism: 1 };
  }

  /** Beside the rest of the start, which need not wait for it. */
  onModuleInit(): void {
    this.decoy = this.hash('no account has this password');
  }

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password.normalize('NFKC'), this.options));
  }

  /** Takes as long without a stored hash as with one, so that the time does not tell who has an account. */
  async matches(password: string, stored: string | null | undefined): Promise<boolean> {
    const compared = stored ?? (await this.decoy) ?? '';
    const isRight = await this.inTurn(() => verify(compared, password.normalize('NFKC')));
    return isRight && stored !== undefined && stored !== null;
  }

  /** Whether a hash was made with other parameters than today's. */
  isOutdated(stored: string): boolean {
    const { memoryCost, timeCost } = parseOptions(stored);
    return memoryCost !== this.options.memoryCost || timeCost !== this.options.timeCost;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
