import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';
import type { Tx } from '../database/index.js';

const MESSAGES = 'soukMessages';
const DUE = 'soukDue';

/** Tells, once a transaction that left messages behind has committed. Nothing is told about one that rolled back. */
@Injectable()
export class AfterCommit implements OnModuleInit, EntitySubscriberInterface {
  private readonly listeners: ((isDue: boolean) => void)[] = [];

  constructor(private readonly source: DataSource) {}

  onModuleInit(): void {
    this.source.subscribers.push(this);
  }

  /** The listener learns whether a deadline was left that is already due. */
  onSignal(listener: (isDue: boolean) => void): void {
    this.listeners.push(listener);
  }

  hasMessages(tx: Tx): void {
    if (tx.queryRunner) tx.queryRunner.data[MESSAGES] = true;
  }

  hasDueDeadlines(tx: Tx): void {
    if (tx.queryRunner) tx.queryRunner.data[DUE] = true;
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    const { [MESSAGES]: messages = false, [DUE]: isDue = false } = queryRunner.data as Record<string, boolean>;
    if (!messages && !isDue) return;
    queryRunner.data = {};
    for (const listener of this.listeners) listener(isDue);
  }
}
