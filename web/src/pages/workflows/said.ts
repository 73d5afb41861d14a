// SPDX-License-Identifier: Apache-2.0
// What steps and triggers are called on the canvas, until somebody gives them a name.
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { appName } from '../../parts/apps';
import { appOf, type Definition, operationOf, type Step } from './definition';

export function useSaid(definition: Definition, catalogue: Schemas['OperationSummary'][]) {
    const { t } = useTranslation();
    const entry = (operation: string) => {
        const app = appOf(definition, operation);
        const id = operationOf(operation);
        return catalogue.find((each) => each.id === id && each.profile === app);
    };
    const operation = (name: string) => (name === '' ? t('build.nothing_chosen') : (entry(name)?.title ?? operationOf(name)));
    const app = (name: string) => {
        const profile = appOf(definition, name);
        return name === '' || profile === 'general' ? '' : appName(profile);
    };
    const text = (step: Step, setting: string): string => {
        const value = step[setting];
        return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
    };
    return {
        entry,
        operation,
        app,
        step: (step: Step) => (step.do === 'call' ? operation(text(step, 'operation')) : t(`build.kind.${step.do}`)),
        // One line of what it is about.
        detail: (step: Step): string => {
            const cut = (line: string) => (line.length > 70 ? `${line.slice(0, 70)}…` : line);
            switch (step.do) {
                case 'call':
                    return app(text(step, 'operation'));
                case 'if':
                    return cut(text(step, 'when'));
                case 'switch':
                    return cut(text(step, 'value'));
                case 'wait':
                    return text(step, 'for');
                case 'wait_until':
                    return cut(text(step, 'time'));
                case 'wait_for_event':
                    return `${operation(text(step, 'on'))}, ${t('build.at_most', { time: text(step, 'at_most') })}`;
                case 'loop':
                    return cut(text(step, 'over'));
                case 'set':
                    return cut(Object.keys((step['values'] ?? {}) as object).join(', '));
                case 'stop':
                    return cut(text(step, 'because'));
                case 'go_to':
                    return text(step, 'step');
                default:
                    return '';
            }
        },
    };
}
