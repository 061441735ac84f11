import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { SnapshotsRepository } from './snapshots.repository.js';

const DAY_MS = 86_400_000;

/** Writes down what every account had at the end of the day (UTC) before the instant. */
@Injectable()
export class TakeSnapshot {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly snapshots: SnapshotsRepository,
  ) {}

  async run(at: Date): Promise<void> {
    const day = new Date(at.getTime() - DAY_MS).toISOString().slice(0, 10);
    await this.uow.run((tx) => this.snapshots.take(tx, day));
  }
}
