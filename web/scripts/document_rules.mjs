// SPDX-License-Identifier: Apache-2.0
// The rules that the OpenAPI document has to keep, and why some of the recommended ones are off.
import spectralRulesets from '@stoplight/spectral-rulesets';

export const spectral = {
    extends: [[spectralRulesets.oas, 'recommended']],
};

export const redocly = {
    extends: ['recommended'],
    rules: {
        // It does not see the $refs of "x-events", the notices of the stream. Spectral's oas3-unused-component does, and is on.
        'no-unused-components': 'off',
    },
};
