// SPDX-License-Identifier: Apache-2.0
// The definition as YAML. What can be read counts at once; what cannot stays as it was typed, and says why.
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StateMark } from '../../parts/page/page';
import classes from './builder.module.css';
import { type Definition, readable } from './definition';
import { asText, fromText } from './text';

type Trouble = { word: 'line'; line: number; message: string } | { word: 'shape' } | { word: 'id' } | null;

function read(text: string, id: string): { definition: Definition | null; trouble: Trouble } {
    const { value, problem } = fromText(text);
    if (problem !== null) return { definition: null, trouble: { word: 'line', ...problem } };
    const definition = readable(value);
    if (definition === null) return { definition: null, trouble: { word: 'shape' } };
    if (definition.id !== id) return { definition: null, trouble: { word: 'id' } };
    return { definition, trouble: null };
}

export function TextView({
    id,
    text,
    apply,
}: {
    id: string;
    text: string;
    apply: (definition: Definition, text: string) => void;
}) {
    const { t } = useTranslation();
    const [typed, setTyped] = useState(text);
    const [applied, setApplied] = useState(text);
    // Changed elsewhere (undo, another version): what is shown follows, unless something unreadable is being typed.
    const { trouble } = read(typed, id);
    if (text !== applied && trouble === null && asText(fromText(text).value) !== asText(fromText(typed).value)) {
        setTyped(text);
        setApplied(text);
    }
    return (
        <section className={classes.text} aria-label="YAML">
            <Textarea
                aria-label={t('build.as_text')}
                autosize
                minRows={20}
                maxRows={60}
                spellCheck={false}
                classNames={{ input: classes.code ?? '' }}
                value={typed}
                error={trouble !== null}
                onChange={(event) => {
                    const next = event.currentTarget.value;
                    setTyped(next);
                    const now = read(next, id);
                    if (now.definition !== null) {
                        setApplied(next);
                        apply(now.definition, next);
                    }
                }}
            />
            <p role="status">
                {trouble === null ? (
                    <StateMark tone="ok">{t('build.text_read')}</StateMark>
                ) : (
                    <StateMark tone="failed">
                        {trouble.word === 'line'
                            ? t('build.text_line', { line: trouble.line, message: trouble.message })
                            : trouble.word === 'shape'
                              ? t('build.text_shape')
                              : t('build.text_id', { id })}
                    </StateMark>
                )}
            </p>
        </section>
    );
}
