import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/index.js';
import { SealsRepository } from './seals.repository.js';

const BLOCK = 5_000;

/** Seals every journal whose transaction has ended, in blocks of at least 5,000 where there are as many. */
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
