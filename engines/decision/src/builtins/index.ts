/** All built-in functions of FEEL (DMN 1.5, clause 10.3.4). Importing the families declares them. */
import './conversion.ts';
import './logic.ts';
import './strings.ts';
import './lists.ts';
import './aggregates.ts';
import './numbers.ts';
import './calendar.ts';
import './ranges.ts';
import './contexts.ts';

export { builtin, builtinFunctions } from './define.ts';
