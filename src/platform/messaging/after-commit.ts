import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntitySubscriberInterface, type QueryRunner } from 'typeorm';
import type { Tx } from '../database/index.js';

const MARK = 'soukMessages';

/** Tells, once a transaction that left messages behind has committed. Nothing is told about one that rolled back. */
@Injectable()
export class AfterCommit implements OnModuleInit, EntitySubscriberInterface {
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly source: DataSource) {}

  onModuleInit(): void {
    this.source.subscribers.push(this);
  }

  onSignal(listener: () => void): void {
    this.listeners.push(listener);
  }

  mark(tx: Tx): void {
    if (tx.queryRunner) tx.queryRunner.data[MARK] = true;
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (!queryRunner.data[MARK]) return;
    queryRunner.data = {};
    for (const listener of this.listeners) listener();
  }
}
