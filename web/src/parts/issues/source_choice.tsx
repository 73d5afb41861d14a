// SPDX-License-Identifier: Apache-2.0
// One question for everybody: what new people get in a field that the app demands and the other app does not say.
import { Button, NativeSelect, Radio, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { useAnswer } from '../../api/queries';
import { sideNames } from '../current_sync';
import { fieldLabel } from '../field_words';
import { Trouble } from '../page/page';
import classes from './answer.module.css';

type Choice = Schemas['Choice'];
interface Named {
    en: string;
    fr: string;
}
interface Source {
    name: string;
    label: Named;
    is_source: boolean;
    is_likely: boolean;
}
interface Needed {
    side: 'a' | 'b';
    means: string;
    values: string[];
    fields: Source[];
}

export function neededOf(issue: Schemas['Issue']): Needed {
    const detail = (issue.detail ?? {}) as Partial<Needed>;
    return { side: detail.side ?? 'b', means: detail.means ?? '', values: detail.values ?? [], fields: detail.fields ?? [] };
}

// The language of whoever answers is a sensible start where a language is asked for.
export function firstValue(needed: Needed, language: string): string {
    if (needed.means !== 'language') return '';
    return needed.values.find((each) => each.toLowerCase() === language.slice(0, 2)) ?? '';
}

export function SourceChoice({ sync, issue }: { sync: Schemas['Sync']; issue: Schemas['Issue'] }) {
    const { t, i18n } = useTranslation();
    const answer = useAnswer();
    const needed = neededOf(issue);
    const likely = needed.fields.find((each) => each.is_likely);
    const suggested = firstValue(needed, i18n.language);
    const [choice, setChoice] = useState<Choice>(
        likely !== undefined ? 'use_field' : suggested !== '' ? 'use_value' : 'ask_each',
    );
    const [value, setValue] = useState(suggested);
    const [field, setField] = useState(likely?.name ?? '');
    const names = sideNames(sync);
    const other = names[needed.side === 'b' ? 'a' : 'b'];
    const french = i18n.language.startsWith('fr');
    const called = (each: Source) =>
        each.name.startsWith('custom.') ? (french ? each.label.fr : each.label.en) : fieldLabel(t, each.name);
    const incomplete = (choice === 'use_value' && value.trim() === '') || (choice === 'use_field' && field === '');
    const give = () => {
        answer.mutate({
            sync: sync.id,
            issue: issue.id,
            answer: {
                choice,
                version: issue.version,
                ...(choice === 'use_value' ? { value: value.trim() } : {}),
                ...(choice === 'use_field' ? { field } : {}),
            },
        });
    };
    return (
        <form
            className={classes.box}
            aria-label={t('answer.label')}
            onSubmit={(event) => {
                event.preventDefault();
                if (!incomplete) give();
            }}
        >
            <Radio.Group
                value={choice}
                onChange={(next) => {
                    setChoice(next as Choice);
                }}
                aria-label={t('answer.label')}
            >
                <div className={classes.sources}>
                    <Radio value="use_value" label={t('source.use_value')} />
                    {choice === 'use_value' &&
                        (needed.values.length > 0 ? (
                            <NativeSelect
                                aria-label={t('source.value')}
                                value={value}
                                data={[{ value: '', label: t('source.choose') }, ...needed.values]}
                                onChange={(event) => {
                                    setValue(event.currentTarget.value);
                                }}
                            />
                        ) : (
                            <TextInput
                                aria-label={t('source.value')}
                                maxLength={500}
                                value={value}
                                onChange={(event) => {
                                    setValue(event.currentTarget.value);
                                }}
                            />
                        ))}
                    <Radio value="use_field" label={t('source.use_field', { app: other })} />
                    {choice === 'use_field' && (
                        <NativeSelect
                            aria-label={t('source.field')}
                            value={field}
                            data={[
                                { value: '', label: t('source.choose') },
                                ...needed.fields
                                    .filter((each) => !each.is_source)
                                    .map((each) => ({ value: each.name, label: called(each) })),
                            ]}
                            onChange={(event) => {
                                setField(event.currentTarget.value);
                            }}
                        />
                    )}
                    <Radio value="ask_each" label={t('source.ask_each')} />
                    <Radio value="leave_alone" label={t('source.leave_out')} />
                </div>
            </Radio.Group>
            <Button type="submit" size="compact-sm" variant="default" disabled={incomplete} loading={answer.isPending}>
                {t('source.answer')}
            </Button>
            {answer.isError && <Trouble what={t('answer.failed')} error={answer.error} />}
        </form>
    );
}
