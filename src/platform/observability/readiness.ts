import { Injectable } from '@nestjs/common';

const LIMIT_MS = 2_000;

export interface ReadyCheck {
  readonly name: string;
  readonly isReady: boolean;
}

/** What must work before the process takes requests; other parts add their checks. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, () => Promise<unknown>>();

  /** The check fails by throwing, and after two seconds. */
  register(name: string, check: () => Promise<unknown>): void {
    this.checks.set(name, check);
  }

  all(): Promise<ReadyCheck[]> {
    return Promise.all([...this.checks].map(([name, check]) => ask(name, check)));
  }
}

async function ask(name: string, check: () => Promise<unknown>): Promise<ReadyCheck> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not answer`)), LIMIT_MS);
  });
  try {
    await Promise.race([check(), late]);
    return { name, isReady: true };
  } catch {
    return { name, isReady: false };
  } finally {
    clearTimeout(timer);
  }
}
