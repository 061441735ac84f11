import { Injectable } from '@nestjs/common';
import { Every } from '../../platform/messaging/index.js';
import { SealBooks } from './seal-books.js';
import { TakeSnapshot } from './take-snapshot.js';

@Injectable()
export class BooksJobs {
  constructor(
    private readonly seal: SealBooks,
    private readonly snapshot: TakeSnapshot,
  ) {}

  @Every('books.seal', { every: 'PT1M', queue: 'money' })
  sealed(_at: Date): Promise<void> {
    return this.seal.run();
  }

  @Every('books.snapshot', { every: 'P1D', at: '00:30', queue: 'money' })
  nightly(at: Date): Promise<void> {
    return this.snapshot.run(at);
  }
}
