// SPDX-License-Identifier: Apache-2.0
// A template made into somebody's own workflow. What a template lets people choose are the values of its first step, when that sets
// values and is called "choices".
import { fromText, patchedText } from './text';
import { put, readable } from './definition';

const is_choices = (step: { id: string; do: string } | undefined) => step?.id === 'choices' && step.do === 'set';

export function choicesOf(text: string): Record<string, string> {
    const definition = readable(fromText(text).value);
    const first = definition?.steps[0];
    if (!is_choices(first)) return {};
    const values = first?.['values'] as Record<string, unknown>;
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}

export function installed(
    text: string,
    wanted: { id: string; name: string; language: string; choices: Record<string, string> },
): string {
    const definition = readable(fromText(text).value);
    if (definition === null) return text;
    let made = { ...definition, id: wanted.id };
    // The name in the language in which it was typed; the other one stays as it is in the template.
    const language = wanted.language.startsWith('fr') ? 'fr' : 'en';
    if (wanted.name !== '' && wanted.name !== definition.name[language]) made = put(made, ['name', language], wanted.name);
    if (is_choices(definition.steps[0])) {
        const values = definition.steps[0]?.['values'] as Record<string, unknown>;
        for (const [name, value] of Object.entries(wanted.choices)) {
            const is_number = typeof values[name] === 'number' && /^-?\d+(\.\d+)?$/.test(value.trim());
            made = put(made, ['steps', 0, 'values', name], is_number ? Number(value) : value);
        }
    }
    return patchedText(text, made);
}
