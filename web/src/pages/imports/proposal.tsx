// SPDX-License-Identifier: Apache-2.0
// What a document would become: names and addresses to be changed, operations to be chosen and renamed, what is left out and why, and
// what a newer document changes.
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Section, StateMark, Trouble } from '../../parts/page/page';
import type { Source } from './imports';
import classes from './imports.module.css';
import { useImport } from './queries';

type Titles = Record<string, { en: string; fr: string }>;

export function Proposal({
    source,
    proposal,
    again,
    done,
}: {
    source: Source;
    proposal: Schemas['ImportProposal'];
    again: (choices: Schemas['ImportInput']) => void;
    done: (made: Schemas['Imported']) => void;
}) {
    const { t, i18n } = useTranslation();
    const [title, setTitle] = useState(proposal.title);
    const [id, setId] = useState(proposal.id);
    const [address, setAddress] = useState(proposal.base_url);
    const [wanted, setWanted] = useState<string | null>(null);
    const [rate, setRate] = useState<number | string>(60);
    // What was typed or left out stays so when the document is looked at again with other choices.
    const [left, setLeft] = useState(
        () => new Set(proposal.operations.filter((each) => !each.is_chosen).map((each) => each.key)),
    );
    const [titles, setTitles] = useState<Titles>({});
    const titleOf = ({ key, title_en, title_fr }: Schemas['ImportOperation']) => titles[key] ?? { en: title_en, fr: title_fr };
    const [language, setLanguage] = useState(i18n.language === 'fr' ? 'fr' : 'en');
    const [seen, setSeen] = useState(false);
    const store = useImport();
    const head = {
        title: title.trim(),
        id: id.trim(),
        ...(address.trim() === '' ? {} : { base_url: address.trim() }),
    };
    const chosen = proposal.operations.filter((each) => !left.has(each.key));
    const verifiable = proposal.operations.filter((each) => each.can_verify && !left.has(each.key));
    const verify = verifiable.find((each) => each.key === (wanted ?? proposal.verify))?.key ?? 'none';
    const submit = (event: FormEvent) => {
        event.preventDefault();
        store.mutate(
            {
                ...source,
                ...head,
                auth: proposal.auth,
                verify,
                ...(typeof rate === 'number' ? { calls_per_minute: rate } : {}),
                operations: chosen.map((each) => ({
                    key: each.key,
                    title_en: titleOf(each).en.trim(),
                    title_fr: titleOf(each).fr.trim(),
                })),
                replaces: proposal.is_known && seen,
            },
            { onSuccess: done },
        );
    };
    const way = (each: Schemas['ImportProposal']['ways'][number]) => {
        const [kind = '', name = ''] = each.id.split(':');
        const words =
            kind === 'header' || kind === 'query' || kind === 'bearer' || kind === 'basic'
                ? t(`imports.ways.${kind}`, { name })
                : t('imports.ways.none');
        return each.scheme === '' ? words : `${words} (${each.scheme})`;
    };
    return (
        <form onSubmit={submit} className={classes.proposal}>
            <Section title={t('imports.app')}>
                <div className={classes.fields}>
                    <TextInput
                        label={t('imports.name')}
                        required
                        maxLength={60}
                        value={title}
                        onChange={(event) => {
                            setTitle(event.currentTarget.value);
                        }}
                    />
                    <TextInput
                        label={t('imports.id')}
                        description={t('imports.id_why')}
                        error={proposal.problem === 'id_taken' && id === proposal.id ? t('imports.id_taken') : undefined}
                        required
                        maxLength={50}
                        spellCheck={false}
                        value={id}
                        onChange={(event) => {
                            setId(event.currentTarget.value);
                        }}
                        onBlur={() => {
                            if (id.trim() !== proposal.id && id.trim() !== '') again({ ...head, auth: proposal.auth });
                        }}
                    />
                    <TextInput
                        label={t('imports.base_url')}
                        description={t('imports.base_url_why')}
                        required
                        spellCheck={false}
                        list="import-servers"
                        value={address}
                        onChange={(event) => {
                            setAddress(event.currentTarget.value);
                        }}
                    />
                    <datalist id="import-servers">
                        {proposal.servers.map((each) => (
                            <option key={each} value={each} />
                        ))}
                    </datalist>
                    <NativeSelect
                        label={t('imports.auth')}
                        description={t('imports.auth_why')}
                        value={proposal.auth}
                        data={proposal.ways.map((each) => ({ value: each.id, label: way(each) }))}
                        onChange={(event) => {
                            again({ ...head, auth: event.currentTarget.value });
                        }}
                    />
                    <NativeSelect
                        label={t('imports.verify')}
                        description={t('imports.verify_why')}
                        value={verify}
                        data={[
                            { value: 'none', label: t('imports.verify_none') },
                            ...verifiable.map((each) => ({
                                value: each.key,
                                label: `${titleOf(each).en} (${each.key})`,
                            })),
                        ]}
                        onChange={(event) => {
                            setWanted(event.currentTarget.value);
                        }}
                    />
                    <NumberInput
                        label={t('imports.rate')}
                        description={t('imports.rate_why')}
                        min={1}
                        max={60000}
                        allowDecimal={false}
                        value={rate}
                        onChange={setRate}
                    />
                </div>
            </Section>
            <Section
                title={t('imports.operations')}
                aside={t('imports.chosen', { count: chosen.length, all: proposal.operations.length })}
            >
                <div className={classes.tools}>
                    <Checkbox
                        label={t('imports.every')}
                        checked={chosen.length === proposal.operations.length}
                        indeterminate={chosen.length > 0 && chosen.length < proposal.operations.length}
                        onChange={(event) => {
                            setLeft(new Set(event.currentTarget.checked ? [] : proposal.operations.map((each) => each.key)));
                        }}
                    />
                    <NativeSelect
                        size="xs"
                        aria-label={t('imports.titles_in')}
                        value={language}
                        data={[
                            { value: 'en', label: t('imports.titles_en') },
                            { value: 'fr', label: t('imports.titles_fr') },
                        ]}
                        onChange={(event) => {
                            setLanguage(event.currentTarget.value === 'fr' ? 'fr' : 'en');
                        }}
                    />
                </div>
                <p className="small dim">{t('imports.words_why')}</p>
                <ul className={classes.operations}>
                    {proposal.operations.map((each) => (
                        <Operation
                            key={each.key}
                            operation={each}
                            chosen={!left.has(each.key)}
                            choose={(is_chosen) => {
                                setLeft((before) => {
                                    const after = new Set(before);
                                    if (is_chosen) after.delete(each.key);
                                    else after.add(each.key);
                                    return after;
                                });
                            }}
                            title={titleOf(each)[language === 'fr' ? 'fr' : 'en']}
                            rename={(text) => {
                                setTitles((before) => {
                                    const { en, fr } = before[each.key] ?? { en: each.title_en, fr: each.title_fr };
                                    return { ...before, [each.key]: language === 'fr' ? { en, fr: text } : { en: text, fr } };
                                });
                            }}
                        />
                    ))}
                </ul>
            </Section>
            <LeftOut items={proposal.left_out} />
            {proposal.is_known && <Changes changes={proposal.changes} title={proposal.title} seen={seen} setSeen={setSeen} />}
            {store.isError && <Trouble what={t('imports.failed')} error={store.error} />}
            <div className={classes.buttons}>
                <Button
                    type="submit"
                    loading={store.isPending}
                    disabled={chosen.length === 0 || address.trim() === '' || (proposal.is_known && !seen)}
                >
                    {proposal.is_known ? t('imports.replace') : t('imports.do', { count: chosen.length })}
                </Button>
            </div>
        </form>
    );
}

function Operation({
    operation,
    chosen,
    choose,
    title,
    rename,
}: {
    operation: Schemas['ImportOperation'];
    chosen: boolean;
    choose: (is_chosen: boolean) => void;
    title: string;
    rename: (text: string) => void;
}) {
    const { t } = useTranslation();
    const is_final = operation.side_effects.includes('cannot_be_undone');
    return (
        <li>
            <Checkbox
                aria-label={t('imports.take', { key: operation.key })}
                checked={chosen}
                onChange={(event) => {
                    choose(event.currentTarget.checked);
                }}
            />
            <div className={classes.words}>
                <TextInput
                    aria-label={t('imports.title_of', { key: operation.key })}
                    maxLength={100}
                    disabled={!chosen}
                    value={title}
                    onChange={(event) => {
                        rename(event.currentTarget.value);
                    }}
                />
                <code className="small">{operation.key}</code>
            </div>
            <span className={classes.mind}>
                {is_final ? (
                    <StateMark tone="attention">{t('catalogue.final')}</StateMark>
                ) : operation.effect === 'read' ? (
                    <span className="dim">{t('catalogue.reads')}</span>
                ) : (
                    t('catalogue.writes')
                )}
            </span>
        </li>
    );
}

function LeftOut({ items }: { items: Schemas['ImportLeftOut'][] }) {
    const { t } = useTranslation();
    if (items.length === 0) return <p className="small dim">{t('imports.nothing_left_out')}</p>;
    const whole = items.filter((each) => each.is_whole);
    const parts = items.filter((each) => !each.is_whole);
    return (
        <>
            {[
                { name: 'whole', title: t('imports.left_out', { count: whole.length }), items: whole },
                { name: 'parts', title: t('imports.not_whole', { count: parts.length }), items: parts },
            ]
                .filter((each) => each.items.length > 0)
                .map((group) => (
                    <details
                        key={group.name}
                        className={classes.left_out}
                        open={group.name === 'whole' && group.items.length < 12}
                    >
                        <summary>{group.title}</summary>
                        <ul>
                            {group.items.map((each) => (
                                <li key={`${each.place} ${each.reason} ${each.detail}`}>
                                    <code>{each.place}</code> {each.message}
                                </li>
                            ))}
                        </ul>
                    </details>
                ))}
        </>
    );
}

function Changes({
    changes,
    title,
    seen,
    setSeen,
}: {
    changes: Schemas['ImportChange'][];
    title: string;
    seen: boolean;
    setSeen: (seen: boolean) => void;
}) {
    const { t } = useTranslation();
    return (
        <Section title={t('imports.changes')}>
            <p>{t('imports.changes_why', { title })}</p>
            {changes.length === 0 && <p className="dim">{t('imports.no_changes')}</p>}
            <ul className={classes.changes}>
                {changes.map((each) => (
                    <li key={`${each.kind} ${each.key}`}>
                        <StateMark tone={each.kind === 'added' ? 'ok' : each.kind === 'removed' ? 'failed' : 'attention'}>
                            {t(`imports.kind.${each.kind}`)}
                        </StateMark>{' '}
                        {each.key === '' ? t('imports.app_itself') : each.title} {each.key !== '' && <code>{each.key}</code>}
                        {each.details.length > 0 && (
                            <span className="dim">: {each.details.map((detail) => detail.message).join('; ')}</span>
                        )}
                    </li>
                ))}
            </ul>
            <Checkbox
                label={t('imports.seen')}
                checked={seen}
                onChange={(event) => {
                    setSeen(event.currentTarget.checked);
                }}
            />
        </Section>
    );
}
