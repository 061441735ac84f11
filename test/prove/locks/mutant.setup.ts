import { Stage } from './stage.js';

/** `SOUK_MUTANT='coupons.end without version = $2'` runs any tests with the mutant in the place of its statement. */
const { SOUK_MUTANT } = process.env;
if (SOUK_MUTANT) new Stage().open().useNamed(SOUK_MUTANT);
