import { appendFile, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type RunningConfig } from '../../platform/config/index.js';
import { BooksMetrics } from './books.metrics.js';
import { SealsRepository } from './seals.repository.js';

/** Writes the head of the chain to a place where who can alter the database cannot. */
@Injectable()
export class ExportHead {
  private readonly file: string | undefined;

  constructor(
    @Inject(CONFIG) { sealExport }: RunningConfig,
    private readonly seals: SealsRepository,
    private readonly metrics: BooksMetrics,
  ) {
    this.file = sealExport;
  }

  /** One line more in the configured file, which is on its disk when this ends; nothing without a file or a seal. */
  async run(at: Date): Promise<void> {
    const head = this.file === undefined ? undefined : await this.seals.head();
    if (this.file === undefined || !head) return;
    const { seq, hash, sealedAt } = head;
    const line = { seq, hash, sealedAt: sealedAt.toISOString(), exportedAt: at.toISOString() };
    await mkdir(dirname(this.file), { recursive: true });
    await appendFile(this.file, `${JSON.stringify(line)}\n`);
    await flushed(this.file);
    this.metrics.exported();
  }
}

async function flushed(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
