// SPDX-License-Identifier: Apache-2.0
// What stands beside the canvas: of the chosen step or trigger its input, settings and output; of the workflow its name and rules.
import '@mantine/core/styles/NumberInput.css';
import '@mantine/core/styles/Tabs.css';
import { Button, NativeSelect, Switch, Tabs, Textarea, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnections } from '../../api/queries';
import { appName } from '../../parts/apps';
import { useOperation } from '../../parts/catalogue/queries';
import { connectionName } from '../../parts/current_sync';
import { Raw } from '../../parts/inspector/inspector';
import { StateMark } from '../../parts/page/page';
import classes from './builder.module.css';
import { ConditionField } from './condition_field';
import { allSteps, appOf, operationOf, type Path, put, renameStep, type Step, type Trigger } from './definition';
import { given_by } from './trial_input';
import { FieldsHere, TextField, useFieldWords, ValueField } from './field';
import { type Field, fieldsFrom } from './fields';
import { useOperations } from './queries';
import { useSaid } from './said';
import { KindSettings } from './settings';
import { problemAt, type SideProps, useAccountOf } from './side_props';

export function Side(props: SideProps) {
    const { chosen, definition } = props;
    if (chosen.what === 'head') return <Head {...props} />;
    if (chosen.what === 'trigger') {
        const trigger = definition.triggers[chosen.index];
        return trigger === undefined ? null : <TriggerSide {...props} trigger={trigger} index={chosen.index} />;
    }
    const placed = allSteps(definition).find((each) => each.path.join('/') === chosen.path.join('/'));
    return placed === undefined ? null : <StepSide {...props} step={placed.step} path={placed.path} />;
}

// What may be named: the server's word, made fuller by documented replies and by the last trial.
function useFields({ definition, shapes, trial }: SideProps): Field[] {
    const calls = useMemo(
        () =>
            allSteps(definition)
                .map(({ step }) => step)
                .filter((step) => step.do === 'call' && typeof step['operation'] === 'string' && step['operation'] !== ''),
        [definition],
    );
    const wanted = calls.map((step) => {
        const operation = String(step['operation']);
        return { profile: appOf(definition, operation), id: operationOf(operation) };
    });
    const unique = [...new Map(wanted.map((each) => [`${each.profile}/${each.id}`, each])).values()];
    const read = useOperations(unique);
    const samples: Record<string, unknown> = {};
    calls.forEach((step, number) => {
        const each = wanted[number];
        const place = unique.findIndex((one) => one.id === each?.id && one.profile === each.profile);
        const sample = read[place]?.data?.reply_sample;
        if (sample !== null && sample !== undefined) samples[`steps.${step.id}`] = sample;
    });
    const values = trial?.values;
    if (values !== undefined) {
        if (values['trigger'] !== undefined) samples['trigger'] = values['trigger'];
        if (values['contact'] !== undefined) samples['contact'] = values['contact'];
        for (const [id, value] of Object.entries((values['steps'] ?? {}) as Record<string, unknown>))
            samples[`steps.${id}`] = value;
        for (const [id, value] of Object.entries((values['vars'] ?? {}) as Record<string, unknown>))
            samples[`vars.${id}`] = value;
    }
    return fieldsFrom(shapes, samples);
}

function FieldList({ fields }: { fields: Field[] }) {
    const { t } = useTranslation();
    const said = useFieldWords();
    const groups = [...new Set(fields.map((field) => field.group))];
    if (fields.length === 0) return <p className="dim">{t('build.no_fields_yet')}</p>;
    return (
        <>
            <p className="small dim">{t('build.fields_why')}</p>
            {groups.map((group, number) => (
                <details key={group} open={number < 2} className={classes.field_group}>
                    <summary>{said.group(group)}</summary>
                    <ul>
                        {fields
                            .filter((field) => field.group === group)
                            .map((field) => (
                                <li key={field.path}>
                                    <code>{`{{${field.path}}}`}</code>{' '}
                                    <span className="small dim">{t(`build.type.${field.type}`)}</span>
                                    {field.sample !== undefined && typeof field.sample !== 'object' && (
                                        <span className="small"> {String(field.sample).slice(0, 80)}</span>
                                    )}
                                </li>
                            ))}
                    </ul>
                </details>
            ))}
        </>
    );
}

function StepSide(props: SideProps & { step: Step; path: Path }) {
    const { step, path, definition, edit, problems, catalogue, trial, acts } = props;
    const { t } = useTranslation();
    const said = useSaid(definition, catalogue);
    const fields = useFields(props);
    const own = problems.filter((each) => each.step === step.id);
    const set = (setting: string, value: unknown, key = `${step.id}/${setting}`) => {
        edit((before) => put(before, [...path, setting], value), key);
    };
    const operation = typeof step['operation'] === 'string' ? step['operation'] : '';
    const entry = useOperation(
        step.do === 'call' && operation !== '' ? appOf(definition, operation) : '',
        operationOf(operation),
    );
    const notes = trial?.steps.filter((note) => note.step === step.id) ?? [];
    const given = notes.find((note) => note.what === 'calls');
    const last = given_by(step, trial);
    return (
        <FieldsHere.Provider value={fields}>
            <h2 className={classes.side_title} tabIndex={-1}>
                {said.step(step)}
            </h2>
            <p className="small dim">
                {step.do === 'call'
                    ? (said.entry(operation)?.help ?? '')
                    : t(`build.kind_help.${step.do}` as 'build.kind_help.if')}
            </p>
            {own.length > 0 && (
                <ul className={classes.own_problems}>
                    {own.map((each, number) => (
                        <li key={number}>
                            <StateMark tone="failed">{each.field}</StateMark> {(each.message || each.title).replaceAll('`', '')}{' '}
                            <span className="small dim">{each.remedy.replaceAll('`', '')}</span>
                        </li>
                    ))}
                </ul>
            )}
            <Tabs defaultValue="settings" keepMounted={false}>
                <Tabs.List>
                    <Tabs.Tab value="input">{t('build.input')}</Tabs.Tab>
                    <Tabs.Tab value="settings">{t('build.settings_tab')}</Tabs.Tab>
                    <Tabs.Tab value="output">{t('build.output')}</Tabs.Tab>
                </Tabs.List>
                <Tabs.Panel value="input" className={classes.stack}>
                    {given !== undefined && (
                        <>
                            <h3>{t('build.given_in_trial')}</h3>
                            <Raw label={t('build.given_in_trial')}>{JSON.stringify(given.data, null, 2)}</Raw>
                        </>
                    )}
                    <FieldList fields={fields} />
                </Tabs.Panel>
                <Tabs.Panel value="settings" className={classes.stack}>
                    <Naming key={step.id} {...props} />
                    <KindSettings {...props} set={set} own={own} entry={entry.data} />
                    {!['stop', 'go_to', 'wait'].includes(step.do) && (
                        <NativeSelect
                            label={t('build.if_fails')}
                            value={step.on_error === undefined ? 'fail' : 'way'}
                            data={[
                                { value: 'fail', label: t('build.if_fails_run') },
                                { value: 'way', label: t('build.if_fails_way') },
                            ]}
                            onChange={(event) => {
                                // Steps of the way are kept by undo alone; an empty one is nothing to lose.
                                set('on_error', event.currentTarget.value === 'way' ? (step.on_error ?? []) : undefined, '');
                            }}
                        />
                    )}
                    <Textarea
                        label={t('build.note')}
                        description={t('build.note_why')}
                        autosize
                        minRows={1}
                        value={step.note ?? ''}
                        onChange={(event) => {
                            set('note', event.currentTarget.value === '' ? undefined : event.currentTarget.value);
                        }}
                    />
                    <div className={classes.actions}>
                        <Button
                            size="xs"
                            variant="default"
                            onClick={() => {
                                acts.duplicate(path);
                            }}
                        >
                            {t('build.act.duplicate')}
                        </Button>
                        <Button
                            size="xs"
                            variant="default"
                            color="red"
                            onClick={() => {
                                acts.remove(path);
                            }}
                        >
                            {t('build.act.remove')}
                        </Button>
                    </div>
                </Tabs.Panel>
                <Tabs.Panel value="output" className={classes.stack}>
                    {last !== undefined && (
                        <>
                            <h3>{t('build.gave_in_trial')}</h3>
                            <Raw label={t('build.gave_in_trial')}>{JSON.stringify(last.data, null, 2)}</Raw>
                        </>
                    )}
                    {last === undefined && entry.data?.reply_sample !== null && entry.data?.reply_sample !== undefined && (
                        <>
                            <h3>{t('build.sample')}</h3>
                            <Raw label={t('build.sample')}>{JSON.stringify(entry.data.reply_sample, null, 2)}</Raw>
                        </>
                    )}
                    <p>
                        {t('build.named_by')} <code>{`{{steps.${step.id}}}`}</code>
                    </p>
                    {entry.data?.notes.map((note) => (
                        <p key={note.word} className="small dim">
                            {note.text}
                        </p>
                    ))}
                </Tabs.Panel>
            </Tabs>
        </FieldsHere.Provider>
    );
}

const id_form = /^[a-z][a-z0-9_]{0,39}$/;

// The name people read, and the id that expressions use. An id that is taken, or none, is not stored: it is being typed.
function Naming({ step, path, definition, edit }: SideProps & { step: Step; path: Path }) {
    const { t } = useTranslation();
    const name = step.name ?? { en: '', fr: '' };
    const set = (language: 'en' | 'fr', value: string) => {
        edit((before) => {
            const next = { ...name, [language]: value };
            if (next.en === '' && next.fr === '') return put(before, [...path, 'name'], undefined);
            // Until the other one is written, one serves both.
            const other = language === 'en' ? 'fr' : 'en';
            if (next[other] === '' || next[other] === name[language]) next[other] = value;
            return put(before, [...path, 'name'], next);
        }, `${step.id}/name`);
    };
    return (
        <details className={classes.naming} open={step.name !== undefined}>
            <summary>
                {t('build.naming')} <code>{step.id}</code>
            </summary>
            <div className={classes.stack}>
                <TextInput
                    label={t('build.name_en')}
                    value={name.en}
                    maxLength={200}
                    onChange={(event) => {
                        set('en', event.currentTarget.value);
                    }}
                />
                <TextInput
                    label={t('build.name_fr')}
                    value={name.fr}
                    maxLength={200}
                    onChange={(event) => {
                        set('fr', event.currentTarget.value);
                    }}
                />
                <TextInput
                    label={t('build.id')}
                    description={t('build.id_why')}
                    defaultValue={step.id}
                    spellCheck={false}
                    onBlur={(event) => {
                        const wanted = event.currentTarget.value.trim();
                        const is_taken = allSteps(definition).some((each) => each.step.id === wanted);
                        if (wanted === step.id || !id_form.test(wanted) || is_taken) {
                            event.currentTarget.value = step.id;
                            return;
                        }
                        edit((before) => renameStep(before, step.id, wanted));
                    }}
                />
            </div>
        </details>
    );
}

function TriggerSide(props: SideProps & { trigger: Trigger; index: number }) {
    const { trigger, index, definition, edit, problems, catalogue, choose, connections } = props;
    const { t } = useTranslation();
    const said = useSaid(definition, catalogue);
    const fields = useFields(props);
    const account = useAccountOf(definition, connections);
    const slot = trigger.on.split('/')[0] ?? '';
    const entry = useOperation(appOf(definition, trigger.on), operationOf(trigger.on));
    const place = `triggers[${index}]`;
    const own = problems
        .filter((each) => each.field.startsWith(place))
        .map((each) => ({ ...each, field: each.field.slice(place.length + 1) }));
    const set = (setting: keyof Trigger, value: unknown) => {
        edit((before) => put(before, ['triggers', index, setting], value), `${place}/${setting}`);
    };
    const triggers = catalogue.filter((each) => each.kind === 'trigger');
    const names = Object.entries(definition.connections ?? {});
    const choices = [
        ...triggers
            .filter((each) => each.profile === 'general' && each.id !== 'webhook.received')
            .map((each) => ({ value: `general/${each.id}`, label: each.title })),
        ...names.flatMap(([name, { app }]) =>
            app === 'webhook'
                ? [{ value: `${name}/webhook.received`, label: `${t('templates.address')} (${name})` }]
                : triggers
                      .filter((each) => each.profile === app)
                      .map((each) => ({ value: `${name}/${each.id}`, label: `${appName(app)}: ${each.title}` })),
        ),
    ];
    return (
        <FieldsHere.Provider value={fields}>
            <h2 className={classes.side_title}>{said.operation(trigger.on)}</h2>
            <p className="small dim">{said.entry(trigger.on)?.help}</p>
            <div className={classes.stack}>
                <NativeSelect
                    label={t('build.trigger')}
                    value={trigger.on}
                    error={problemAt(own, 'on')}
                    data={
                        choices.some((each) => each.value === trigger.on)
                            ? choices
                            : [{ value: trigger.on, label: trigger.on }, ...choices]
                    }
                    onChange={(event) => {
                        const { value } = event.currentTarget;
                        edit((before) =>
                            put(put(before, ['triggers', index, 'on'], value), ['triggers', index, 'with'], undefined),
                        );
                    }}
                />
                {operationOf(trigger.on) === 'schedule.due' &&
                    entry.data?.inputs.map((input) => (
                        <ValueField
                            key={input.name}
                            input={input}
                            connection={account(slot)}
                            value={trigger.with?.[input.name]}
                            error={problemAt(own, `with.${input.name}`)}
                            change={(value) => {
                                edit(
                                    (before) => put(before, ['triggers', index, 'with', input.name], value),
                                    `${place}/${input.name}`,
                                );
                            }}
                        />
                    ))}
                {operationOf(trigger.on) === 'schedule.due' && (
                    <NativeSelect
                        label={t('build.missed')}
                        value={trigger.missed ?? 'once'}
                        data={[
                            { value: 'once', label: t('build.missed_once') },
                            { value: 'skip', label: t('build.missed_skip') },
                        ]}
                        onChange={(event) => {
                            set('missed', event.currentTarget.value === 'skip' ? 'skip' : undefined);
                        }}
                    />
                )}
                <ConditionField
                    label={t('build.filter')}
                    help={t('build.filter_why')}
                    value={trigger.when ?? ''}
                    error={problemAt(own, 'when')}
                    change={(value) => {
                        set('when', value === '' ? undefined : value);
                    }}
                />
                <TextField
                    label={t('build.changed')}
                    help={t('build.changed_why')}
                    bare
                    lines
                    error={problemAt(own, 'changed')}
                    value={(trigger.changed ?? []).join('\n')}
                    change={(value) => {
                        const lines = value.split('\n');
                        set('changed', value.trim() === '' ? undefined : lines);
                    }}
                />
                <TextField
                    label={t('build.key_of')}
                    help={t('build.key_of_why')}
                    error={problemAt(own, 'key')}
                    value={trigger.key ?? ''}
                    change={(value) => {
                        set('key', value === '' ? undefined : value);
                    }}
                />
                {definition.triggers.length > 1 && (
                    <div>
                        <Button
                            size="xs"
                            variant="default"
                            onClick={() => {
                                edit((before) =>
                                    put(
                                        before,
                                        ['triggers'],
                                        before.triggers.filter((_, number) => number !== index),
                                    ),
                                );
                                choose(null);
                            }}
                        >
                            {t('build.remove_trigger')}
                        </Button>
                    </div>
                )}
            </div>
        </FieldsHere.Provider>
    );
}

function Head({ definition, edit, problems, connections, choose_connection }: SideProps) {
    const { t } = useTranslation();
    const known = useConnections().data?.items ?? [];
    const about = definition.about ?? { en: '', fr: '' };
    const text = (language: 'en' | 'fr', value: string) => {
        edit((before) => put(before, ['name', language], value), `name/${language}`);
    };
    const describe = (language: 'en' | 'fr', value: string) => {
        edit((before) => {
            const next = { ...about, [language]: value };
            const other = language === 'en' ? 'fr' : 'en';
            if (next.en === '' && next.fr === '') return put(before, ['about'], undefined);
            if (next[other] === '' || next[other] === about[language]) next[other] = value;
            return put(before, ['about'], next);
        }, 'about');
    };
    const own = definition.own_changes;
    return (
        <>
            <h2 className={classes.side_title}>{t('build.settings')}</h2>
            <div className={classes.stack}>
                {(['en', 'fr'] as const).map((language) => (
                    <TextInput
                        key={language}
                        label={t(`build.name_${language}`)}
                        value={definition.name[language]}
                        maxLength={200}
                        error={problemAt(problems, `name.${language}`)}
                        onChange={(event) => {
                            text(language, event.currentTarget.value);
                        }}
                    />
                ))}
                {(['en', 'fr'] as const).map((language) => (
                    <Textarea
                        key={language}
                        label={t(`build.about_${language}`)}
                        autosize
                        minRows={2}
                        maxRows={8}
                        value={about[language]}
                        onChange={(event) => {
                            describe(language, event.currentTarget.value);
                        }}
                    />
                ))}
                <NativeSelect
                    label={t('build.again')}
                    value={definition.again ?? 'always'}
                    data={(['always', 'not_while_running', 'once'] as const).map((value) => ({
                        value,
                        label: t(`build.again_${value}`),
                    }))}
                    onChange={(event) => {
                        const { value } = event.currentTarget;
                        edit((before) => put(before, ['again'], value === 'always' ? undefined : value));
                    }}
                />
                <Switch
                    label={t('build.own_changes')}
                    description={t('build.own_changes_why')}
                    checked={own?.start === true}
                    onChange={(event) => {
                        const { checked } = event.currentTarget;
                        edit((before) =>
                            put(before, ['own_changes'], checked ? { start: true, deepest: own?.deepest ?? 1 } : undefined),
                        );
                    }}
                />
                {own?.start === true && (
                    <NativeSelect
                        label={t('build.deepest')}
                        value={String(own.deepest ?? 1)}
                        data={['1', '2', '3', '4', '5']}
                        onChange={(event) => {
                            const { value } = event.currentTarget;
                            edit((before) => put(before, ['own_changes', 'deepest'], Number(value)));
                        }}
                    />
                )}
                <h3>{t('build.accounts')}</h3>
                {Object.keys(definition.connections ?? {}).length === 0 && <p className="dim">{t('build.no_accounts')}</p>}
                {Object.entries(definition.connections ?? {}).map(([slot, { app }]) => {
                    const fitting = known.filter((each) => each.profile === app && each.state !== 'disabled');
                    return app === 'webhook' ? (
                        <p key={slot}>
                            <code>{slot}</code> {t('templates.address')}
                        </p>
                    ) : (
                        <NativeSelect
                            key={slot}
                            label={`${appName(app)} (${slot})`}
                            value={connections[slot] ?? (fitting.length === 1 ? fitting[0]?.id : '')}
                            data={[
                                { value: '', label: '–' },
                                ...fitting.map((each) => ({ value: each.id, label: connectionName(each) })),
                            ]}
                            onChange={(event) => {
                                choose_connection(slot, event.currentTarget.value);
                            }}
                        />
                    );
                })}
            </div>
        </>
    );
}
