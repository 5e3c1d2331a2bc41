const { default: TestRunner } = require('jest-runner');

/** Runs test files one after the other, in this process: nothing else runs beside them. */
module.exports = class OneByOneRunner extends TestRunner {
  isSerial = true;
};
