export { Fx, type LockedQuote, type QuotesToLock } from './fx.js';
export { FxModule } from './fx.module.js';
export { FxQuoteExpired, FxQuoteUnfit, FxQuoteUsed, FxRateUnavailable } from './fx.errors.js';
export {
  backOf,
  backOfPaid,
  convertShares,
  type Conversion,
  type ConvertedBack,
  type ConvertedShare,
  type QuoteTerms,
} from './conversion.domain.js';
export { SandboxRatesModule } from './sandbox-rates.js';
