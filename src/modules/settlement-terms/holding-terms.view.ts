import { toWire } from '../../kernel/index.js';
import type { CategoryHoldRow } from './category-holds.repository.js';
import type { CategoryHoldView, LegalCapView, TransitTermsView } from './holding-terms.dto.js';
import type { LegalCapRow, TransitRow } from './legal-terms.repository.js';

export const categoryHoldView = ({
  id,
  categoryId,
  createdAt,
  endedAt,
  ...terms
}: CategoryHoldRow): CategoryHoldView => ({
  id: toWire('cth', id),
  categoryId: toWire('cat', categoryId),
  ...terms,
  createdAt: createdAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

export const legalCapView = ({ createdAt, ...cap }: LegalCapRow): LegalCapView => ({
  ...cap,
  createdAt: createdAt.toISOString(),
});

export const transitTermsView = ({ createdAt, ...terms }: TransitRow): TransitTermsView => ({
  ...terms,
  createdAt: createdAt.toISOString(),
});
