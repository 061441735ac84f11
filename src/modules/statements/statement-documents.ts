import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/index.js';
import { StatementCsv } from './statement-csv.js';
import { BEFORE_ALL, StatementLines } from './statement-lines.repository.js';
import { PRINTED, statementPdf } from './statement-pdf.js';
import { StatementQueries } from './statement-queries.js';
import { StatementReads, type StatementRow } from './statement-reads.repository.js';

/** A document under way, and what it is called. */
export interface Document {
  readonly name: string;
  readonly stream: Readable;
}

/** Statements as files. Nothing but what is being sent is in memory. */
@Injectable()
export class StatementDocuments {
  constructor(
    private readonly queries: StatementQueries,
    private readonly reads: StatementReads,
    private readonly lines: StatementLines,
  ) {}

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async csv(actor: Actor, sellerId: string, id: string): Promise<Document> {
    const { row } = await this.queries.seen(actor, sellerId, id);
    return { name: `${nameOf(row)}.csv`, stream: Readable.from(this.csvOf(row), { objectMode: false }) };
  }

  /** With the first entries. @throws NotFound when it is not the seller's, or not the caller's to see */
  async pdf(actor: Actor, sellerId: string, id: string): Promise<Document> {
    const { row, party } = await this.queries.seen(actor, sellerId, id);
    const [balances, kinds] = [await this.reads.balances(id), await this.reads.kinds(id)];
    const lines = await this.lines.page(id, row.startsAt, BEFORE_ALL, PRINTED);
    return { name: `${nameOf(row)}.pdf`, stream: await statementPdf({ row, party, balances, kinds, lines }) };
  }

  /** The records, some at a time. */
  async *csvOf(row: StatementRow): AsyncGenerator<string> {
    const csv = new StatementCsv(row);
    yield csv.top(await this.reads.balances(row.id));
    for await (const page of this.lines.all(row.id, row.startsAt)) yield page.map((line) => csv.entry(line)).join('');
    yield csv.bottom(await this.reads.kinds(row.id));
  }
}

const nameOf = ({ number, period, currency }: StatementRow): string => `statement-${number}-${period}-${currency}`;
