import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork, type Tx } from '../database/index.js';

/** Tells, once a transaction that left messages behind has committed. Nothing is told about one that rolled back. */
@Injectable()
export class AfterCommit implements OnModuleInit {
  private readonly listeners: ((isDue: boolean) => void)[] = [];
  /** Whether what the transaction left is a deadline that is already due. */
  private readonly left = new WeakMap<Tx, boolean>();

  constructor(private readonly uow: UnitOfWork) {}

  onModuleInit(): void {
    this.uow.onCommit((tx) => this.tell(tx));
  }

  /** The listener learns whether a deadline was left that is already due. */
  onSignal(listener: (isDue: boolean) => void): void {
    this.listeners.push(listener);
  }

  hasMessages(tx: Tx): void {
    this.left.set(tx, this.left.get(tx) ?? false);
  }

  hasDueDeadlines(tx: Tx): void {
    this.left.set(tx, true);
  }

  private tell(tx: Tx): void {
    const isDue = this.left.get(tx);
    if (isDue === undefined) return;
    for (const listener of this.listeners) listener(isDue);
  }
}
