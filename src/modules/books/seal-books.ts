import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { SealsRepository } from './seals.repository.js';

/** As much as a statement hashes well within the time that it has. */
const BLOCK = 1_000;

/** Seals every journal whose transaction has ended, in blocks of at least 1,000 where there are as many. */
@Injectable()
export class SealBooks {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly seals: SealsRepository,
  ) {}

  async run(): Promise<void> {
    let sealed = BLOCK;
    while (sealed >= BLOCK) sealed = await this.uow.run((tx) => this.seals.sealNext(tx, BLOCK));
  }
}
