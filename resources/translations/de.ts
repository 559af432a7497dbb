<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
 <context>
  <name>EchoTrade</name>
  <message>
   <source> An average win is {win}, an average loss {loss}.</source>
   <translation> Ein Gewinn bringt im Mittel {win}, ein Verlust {loss}.</translation>
  </message>
  <message>
   <source> The last price is {age} s old.</source>
   <translation> Der letzte Preis ist {age} s alt.</translation>
  </message>
  <message>
   <source> and </source>
   <translation> und </translation>
  </message>
  <message>
   <source> as an edit</source>
   <translation> als Änderung</translation>
  </message>
  <message>
   <source> or more</source>
   <translation> oder mehr</translation>
  </message>
  <message>
   <source> {n} are followed still.</source>
   <translation> {n} werden noch verfolgt.</translation>
  </message>
  <message>
   <source> {n} is followed still.</source>
   <translation> {n} wird noch verfolgt.</translation>
  </message>
  <message>
   <source>&amp;Go to</source>
   <translation>&amp;Gehe zu</translation>
  </message>
  <message>
   <source>&amp;Help</source>
   <translation>&amp;Hilfe</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>&amp;Ansicht</translation>
  </message>
  <message>
   <source>(no words)</source>
   <translation>(keine Worte)</translation>
  </message>
  <message>
   <source>, a value is no good</source>
   <translation>, ein Wert taugt nicht</translation>
  </message>
  <message>
   <source>, edited</source>
   <translation>, geändert</translation>
  </message>
  <message>
   <source>, locked</source>
   <translation>, verschlossen</translation>
  </message>
  <message>
   <source>, new</source>
   <translation>, neu</translation>
  </message>
  <message>
   <source>, not saved</source>
   <translation>, nicht gespeichert</translation>
  </message>
  <message>
   <source>, open</source>
   <translation>, offen</translation>
  </message>
  <message>
   <source>. {n} are too few to judge the rule by</source>
   <translation>. {n} sind zu wenig, um die Regel danach zu beurteilen</translation>
  </message>
  <message>
   <source>. {n} is too few to judge the rule by</source>
   <translation>. {n} ist zu wenig, um die Regel danach zu beurteilen</translation>
  </message>
  <message>
   <source>0 min</source>
   <translation>0 min</translation>
  </message>
  <message>
   <source>0 to 9. The last free places are kept for calls of the higher one.</source>
   <translation>0 bis 9. Die letzten freien Plätze sind für Rufe mit der höheren Zahl.</translation>
  </message>
  <message>
   <source>1 call</source>
   <translation>1 Ruf</translation>
  </message>
  <message>
   <source>1 closed trade</source>
   <translation>1 abgeschlossener Trade</translation>
  </message>
  <message>
   <source>1 message</source>
   <translation>1 Nachricht</translation>
  </message>
  <message>
   <source>1 post of {title} was deleted before EchoTrade could read it. It is not in the log.</source>
   <translation>1 Beitrag von {title} wurde gelöscht, bevor EchoTrade ihn lesen konnte. Er steht nicht im Protokoll.</translation>
  </message>
  <message>
   <source>1 update</source>
   <translation>1 Update</translation>
  </message>
  <message>
   <source>1.  Open my.telegram.org and sign in with your phone number. The code arrives in the Telegram app.</source>
   <translation>1.  Öffne my.telegram.org und melde dich mit deiner Telefonnummer an. Der Code kommt in der Telegram-App.</translation>
  </message>
  <message>
   <source>123456789:AA…</source>
   <translation>123456789:AA…</translation>
  </message>
  <message>
   <source>2.  Choose “API development tools”.</source>
   <translation>2.  Wähle „API development tools“.</translation>
  </message>
  <message>
   <source>3.  Fill in any title and short name, such as “EchoTrade” and “echotrade”, and create the application.</source>
   <translation>3.  Trage irgendeinen Titel und Kurznamen ein, etwa „EchoTrade“ und „echotrade“, und lege die Anwendung an.</translation>
  </message>
  <message>
   <source>32 characters, 0 to 9 and a to f.</source>
   <translation>32 Zeichen, 0 bis 9 und a bis f.</translation>
  </message>
  <message>
   <source>32 letters and digits</source>
   <translation>32 Buchstaben und Ziffern</translation>
  </message>
  <message>
   <source>4.  Copy “App api_id” and “App api_hash” from that page into these two fields.</source>
   <translation>4.  Kopiere „App api_id“ und „App api_hash“ von dieser Seite in die beiden Felder hier.</translation>
  </message>
  <message>
   <source>64 letters and digits</source>
   <translation>64 Buchstaben und Ziffern</translation>
  </message>
  <message>
   <source>A bot sees only chats where it is a member. Channels of other people stay closed to it, so most users want one of the other two ways.</source>
   <translation>Ein Bot sieht nur Chats, in denen er Mitglied ist. Kanäle anderer bleiben ihm verschlossen, deshalb brauchen die meisten einen der beiden anderen Wege.</translation>
  </message>
  <message>
   <source>A call arrives, you see what was read and which of your rules it passes, and you decide.</source>
   <translation>Ein Ruf kommt an, du siehst, was gelesen wurde und welche deiner Regeln er besteht, und du entscheidest.</translation>
  </message>
  <message>
   <source>A call from a trader you follow appears here with its size, its risk and how your rules judged it.</source>
   <translation>Ein Ruf eines Händlers, dem du folgst, erscheint hier mit Größe, Risiko und dem Urteil deiner Regeln.</translation>
  </message>
  <message>
   <source>A call that a rule blocked, or that you rejected, is followed on paper as the app would have traded it: its size, entry, stop, targets and fees. It is charged to the first rule that blocked it, and to no other.</source>
   <translation>Ein Ruf, den eine Regel blockiert hat oder den du abgelehnt hast, wird auf Papier so verfolgt, wie die App ihn gehandelt hätte: Größe, Einstieg, Stop, Ziele und Gebühren. Er zählt bei der ersten Regel, die ihn blockiert hat, und bei keiner anderen.</translation>
  </message>
  <message>
   <source>A call that asks for more gets this much. Size does not change with leverage.</source>
   <translation>Ein Ruf, der mehr verlangt, bekommt so viel. Die Größe ändert sich durch den Hebel nicht.</translation>
  </message>
  <message>
   <source>A call that is older when it arrives is shown, not traded.</source>
   <translation>Ein Ruf, der bei der Ankunft älter ist, wird gezeigt, nicht gehandelt.</translation>
  </message>
  <message>
   <source>A call you approve beyond that waits for its price until it expires.</source>
   <translation>Ein Ruf, den du darüber hinaus annimmst, wartet auf seinen Preis, bis er verfällt.</translation>
  </message>
  <message>
   <source>A call's combined confidence must be above this.</source>
   <translation>Die gemeinsame Zuversicht eines Rufs muss darüber liegen.</translation>
  </message>
  <message>
   <source>A day begins at 00:00 UTC, with the first equity that is recorded then. This is equity now less equity then ({began} in your time).</source>
   <translation>Ein Tag beginnt um 00:00 UTC mit dem ersten Kapital, das dann festgehalten wird. Dies ist das Kapital jetzt, weniger das von damals ({began} deiner Zeit).</translation>
  </message>
  <message>
   <source>A folder…</source>
   <translation>Ein Ordner…</translation>
  </message>
  <message>
   <source>A lead trader's word counts {weight}: alone, a call has a confidence of {alone}, and you ask for more than {min_confidence}. It is blocked until another trader calls the same, or you lower the least confidence under Rules and limits.</source>
   <translation>Das Wort eines Lead-Traders zählt {weight}: Allein hat ein Ruf eine Zuversicht von {alone}, und du verlangst mehr als {min_confidence}. Er ist blockiert, bis ein anderer Händler dasselbe ruft oder du die geringste Zuversicht unter Regeln und Grenzen senkst.</translation>
  </message>
  <message>
   <source>A long above, a short below a price</source>
   <translation>Long über, Short unter einem Preis</translation>
  </message>
  <message>
   <source>A message read less surely than this is never approved by rule.</source>
   <translation>Eine Nachricht, die unsicherer gelesen ist, wird nie durch eine Regel angenommen.</translation>
  </message>
  <message>
   <source>A message that you confirm is kept here. No change of the profile may break it unseen.</source>
   <translation>Eine Nachricht, die du bestätigst, bleibt hier erhalten. Keine Änderung des Profils darf sie unbemerkt brechen.</translation>
  </message>
  <message>
   <source>A new stop is on its way</source>
   <translation>Ein neuer Stop ist unterwegs</translation>
  </message>
  <message>
   <source>A notification of the system for each new pending signal.</source>
   <translation>Eine Meldung des Systems für jedes neue wartende Signal.</translation>
  </message>
  <message>
   <source>A number of five to nine digits.</source>
   <translation>Eine Zahl aus fünf bis neun Ziffern.</translation>
  </message>
  <message>
   <source>A position</source>
   <translation>Eine Position</translation>
  </message>
  <message>
   <source>A position has no price yet and is counted at its entry</source>
   <translation>Eine Position hat noch keinen Preis und zählt mit ihrem Einstieg</translation>
  </message>
  <message>
   <source>A position has no price yet; it counts at its entry.</source>
   <translation>Eine Position hat noch keinen Preis; sie zählt mit ihrem Einstieg.</translation>
  </message>
  <message>
   <source>A position that is closed by its stop, its target or by you is listed here with its result after fees.</source>
   <translation>Eine Position, die durch Stop, Ziel oder dich geschlossen wird, steht hier mit ihrem Ergebnis nach Gebühren.</translation>
  </message>
  <message>
   <source>A regular expression with the groups symbol, side, entry, stop, target and leverage; it reads first.</source>
   <translation>Ein regulärer Ausdruck mit den Gruppen symbol, side, entry, stop, target und leverage; er liest zuerst.</translation>
  </message>
  <message>
   <source>A reputation needs 20 closed trades; fewer say more about luck</source>
   <translation>Eine Reputation braucht 20 abgeschlossene Trades; weniger sagen mehr über das Glück</translation>
  </message>
  <message>
   <source>A single trade never takes more of the equity.</source>
   <translation>Ein einzelner Trade nimmt nie mehr vom Kapital.</translation>
  </message>
  <message>
   <source>A sound for each new pending signal.</source>
   <translation>Ein Ton für jedes neue wartende Signal.</translation>
  </message>
  <message>
   <source>A token has digits, a colon and some 35 letters. Copy all of it from @BotFather.</source>
   <translation>Ein Token hat Ziffern, einen Doppelpunkt und etwa 35 Buchstaben. Kopiere ihn ganz von @BotFather.</translation>
  </message>
  <message>
   <source>A topic is a number, such as 42.</source>
   <translation>Ein Thema ist eine Zahl, etwa 42.</translation>
  </message>
  <message>
   <source>A trade</source>
   <translation>Je Trade</translation>
  </message>
  <message>
   <source>A trade is listed here when it is closed by its stop, its target or by you.</source>
   <translation>Ein Trade steht hier, sobald er durch Stop, Ziel oder dich geschlossen ist.</translation>
  </message>
  <message>
   <source>A trade that would be larger is blocked. Empty: any.</source>
   <translation>Ein größerer Trade wird blockiert. Leer: jeder.</translation>
  </message>
  <message>
   <source>A trade that would be smaller is blocked. Empty: any.</source>
   <translation>Ein kleinerer Trade wird blockiert. Leer: jeder.</translation>
  </message>
  <message>
   <source>A trader posts a call, then edits its stop.</source>
   <translation>Ein Händler postet einen Ruf und ändert danach seinen Stop.</translation>
  </message>
  <message>
   <source>A trader posts the same call twice.</source>
   <translation>Ein Händler postet denselben Ruf zweimal.</translation>
  </message>
  <message>
   <source>A word or phrase of this channel</source>
   <translation>Ein Wort oder eine Wendung dieses Kanals</translation>
  </message>
  <message>
   <source>API key</source>
   <translation>API-Schlüssel</translation>
  </message>
  <message>
   <source>About EchoTrade</source>
   <translation>Über EchoTrade</translation>
  </message>
  <message>
   <source>About {name}</source>
   <translation>Über {name}</translation>
  </message>
  <message>
   <source>Above this nothing is opened on a symbol: average true range of 15 minutes over price.</source>
   <translation>Darüber wird auf einem Symbol nichts eröffnet: mittlere Spanne (ATR) von 15 Minuten durch den Preis.</translation>
  </message>
  <message>
   <source>Above this volatility (ATR over price, 15 minutes) entries halt.</source>
   <translation>Über dieser Volatilität (ATR durch Preis, 15 Minuten) ruhen Einstiege.</translation>
  </message>
  <message>
   <source>Account</source>
   <translation>Konto</translation>
  </message>
  <message>
   <source>Add a symbol</source>
   <translation>Symbol hinzufügen</translation>
  </message>
  <message>
   <source>Add by id</source>
   <translation>Nach Nummer hinzufügen</translation>
  </message>
  <message>
   <source>Add hours</source>
   <translation>Zeiten hinzufügen</translation>
  </message>
  <message>
   <source>Address of the server; empty is Telegram itself.</source>
   <translation>Adresse des Servers; leer ist Telegram selbst.</translation>
  </message>
  <message>
   <source>Address of their pages</source>
   <translation>Adresse ihrer Seiten</translation>
  </message>
  <message>
   <source>After a restart the vault must be open before EchoTrade can act for live positions. With nobody there, give the passphrase of a sealed file to the service (see the guide, Without a screen).</source>
   <translation>Nach einem Neustart muss der Tresor offen sein, bevor EchoTrade für echte Positionen handeln kann. Ist niemand da, gib dem Dienst die Passphrase einer versiegelten Datei (siehe Handbuch, ohne Bildschirm).</translation>
  </message>
  <message>
   <source>After an approval, wait for the call's price until the call expires.</source>
   <translation>Nach einer Annahme auf den Preis des Rufs warten, bis der Ruf verfällt.</translation>
  </message>
  <message>
   <source>After fees</source>
   <translation>Nach Gebühren</translation>
  </message>
  <message>
   <source>After fees, with {funding} of funding</source>
   <translation>Nach Gebühren, mit {funding} Funding</translation>
  </message>
  <message>
   <source>After losing this share of the day's first equity, entries halt until 00:00 UTC.</source>
   <translation>Nach dem Verlust dieses Anteils am ersten Kapital des Tages ruhen Einstiege bis 00:00 UTC.</translation>
  </message>
  <message>
   <source>Again in {time}</source>
   <translation>Wieder in {time}</translation>
  </message>
  <message>
   <source>Age of a price</source>
   <translation>Alter eines Preises</translation>
  </message>
  <message>
   <source>Age when received</source>
   <translation>Alter bei Ankunft</translation>
  </message>
  <message>
   <source>Agreement</source>
   <translation>Einigkeit</translation>
  </message>
  <message>
   <source>Agreement window</source>
   <translation>Zeitfenster der Einigkeit</translation>
  </message>
  <message>
   <source>All</source>
   <translation>Alle</translation>
  </message>
  <message>
   <source>All are so already.</source>
   <translation>Alles ist schon so.</translation>
  </message>
  <message>
   <source>All chats</source>
   <translation>Alle Chats</translation>
  </message>
  <message>
   <source>All fees of all executions so far.</source>
   <translation>Alle Gebühren aller Ausführungen bisher.</translation>
  </message>
  <message>
   <source>All positions</source>
   <translation>Alle Positionen</translation>
  </message>
  <message>
   <source>All positions together, as a share of equity.</source>
   <translation>Alle Positionen zusammen, als Anteil am Kapital.</translation>
  </message>
  <message>
   <source>All sources</source>
   <translation>Alle Quellen</translation>
  </message>
  <message>
   <source>All {n} rules pass</source>
   <translation>Alle {n} Regeln bestanden</translation>
  </message>
  <message>
   <source>Always a zone</source>
   <translation>Immer eine Zone</translation>
  </message>
  <message>
   <source>Always levels</source>
   <translation>Immer Stufen</translation>
  </message>
  <message>
   <source>Amount</source>
   <translation>Betrag</translation>
  </message>
  <message>
   <source>An id is a number, such as 123456789. A name is not enough: names change hands.</source>
   <translation>Eine Kennung ist eine Zahl, etwa 123456789. Ein Name genügt nicht: Namen wechseln den Besitzer.</translation>
  </message>
  <message>
   <source>Another maximum for a while. It ends by itself, and closes nothing.</source>
   <translation>Ein anderes Höchstmaß für eine Weile. Es endet von selbst und schließt nichts.</translation>
  </message>
  <message>
   <source>Another server in its place, together with its stream, such as "http://127.0.0.1:80".</source>
   <translation>Ein anderer Server an ihrer Stelle, zusammen mit seinem Strom, etwa "http://127.0.0.1:80".</translation>
  </message>
  <message>
   <source>Another way</source>
   <translation>Ein anderer Weg</translation>
  </message>
  <message>
   <source>App key</source>
   <translation>App-Schlüssel</translation>
  </message>
  <message>
   <source>Appearance</source>
   <translation>Aussehen</translation>
  </message>
  <message>
   <source>Approval</source>
   <translation>Annahme</translation>
  </message>
  <message>
   <source>Approve</source>
   <translation>Annehmen</translation>
  </message>
  <message>
   <source>Approve a call and it appears here with its stop, its targets and its live result.</source>
   <translation>Nimm einen Ruf an, dann erscheint er hier mit Stop, Zielen und laufendem Ergebnis.</translation>
  </message>
  <message>
   <source>Approve all chosen</source>
   <translation>Alle gewählten annehmen</translation>
  </message>
  <message>
   <source>Approve by rule above confidence {bar}</source>
   <translation>Durch Regel annehmen über Zuversicht {bar}</translation>
  </message>
  <message>
   <source>Approve chosen</source>
   <translation>Gewählte annehmen</translation>
  </message>
  <message>
   <source>Approve the selected call</source>
   <translation>Gewählten Ruf annehmen</translation>
  </message>
  <message>
   <source>Approve {n} calls with real money?</source>
   <translation>{n} Rufe mit echtem Geld annehmen?</translation>
  </message>
  <message>
   <source>Approved</source>
   <translation>Angenommen</translation>
  </message>
  <message>
   <source>Approved by rule</source>
   <translation>Durch Regel angenommen</translation>
  </message>
  <message>
   <source>Approved by {who}</source>
   <translation>Angenommen durch {who}</translation>
  </message>
  <message>
   <source>Arm live trading</source>
   <translation>Echten Handel scharf stellen</translation>
  </message>
  <message>
   <source>Arm live trading?</source>
   <translation>Echten Handel scharf stellen?</translation>
  </message>
  <message>
   <source>Arm live trading…</source>
   <translation>Echten Handel scharf stellen…</translation>
  </message>
  <message>
   <source>Arming begins with an empty queue and every trader on manual approval. Paper and live money have ledgers of their own.</source>
   <translation>Das Scharfstellen beginnt mit leerer Warteschlange und jedem Händler auf Annahme von Hand. Papier- und echtes Geld haben eigene Bücher.</translation>
  </message>
  <message>
   <source>Arming…</source>
   <translation>Wird scharf gestellt…</translation>
  </message>
  <message>
   <source>As soon as a channel writes, its messages are shown here as the app reads them.</source>
   <translation>Sobald ein Kanal schreibt, stehen seine Nachrichten hier so, wie die App sie liest.</translation>
  </message>
  <message>
   <source>As soon as it writes, you see here how its posts are read, and teach what is read wrongly. It stays on paper until you have confirmed five readings.</source>
   <translation>Sobald er schreibt, siehst du hier, wie seine Beiträge gelesen werden, und berichtigst, was falsch gelesen ist. Er bleibt auf Papier, bis du fünf Lesungen bestätigt hast.</translation>
  </message>
  <message>
   <source>As the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Ask Telegram for your chats again</source>
   <translation>Telegram noch einmal nach deinen Chats fragen</translation>
  </message>
  <message>
   <source>Ask me before each trade</source>
   <translation>Mich vor jedem Trade fragen</translation>
  </message>
  <message>
   <source>Asking Binance…</source>
   <translation>Binance wird gefragt…</translation>
  </message>
  <message>
   <source>Asking Telegram for a QR code…</source>
   <translation>Telegram wird nach einem QR-Code gefragt…</translation>
  </message>
  <message>
   <source>Asking Telegram for a code…</source>
   <translation>Telegram wird nach einem Code gefragt…</translation>
  </message>
  <message>
   <source>Asking Telegram…</source>
   <translation>Telegram wird gefragt…</translation>
  </message>
  <message>
   <source>At fixed times, on the clock of Hours</source>
   <translation>Zu festen Zeiten, nach der Uhr unter Zeiten</translation>
  </message>
  <message>
   <source>At least {n} characters.</source>
   <translation>Mindestens {n} Zeichen.</translation>
  </message>
  <message>
   <source>At most {limit} for {left} more</source>
   <translation>Höchstens {limit} noch für {left}</translation>
  </message>
  <message>
   <source>At most {limit} open positions for {age}.</source>
   <translation>Höchstens {limit} offene Positionen für {age}.</translation>
  </message>
  <message>
   <source>At the limit nothing new is opened. Lowering it closes nothing.</source>
   <translation>An der Grenze wird nichts Neues eröffnet. Sie zu senken schließt nichts.</translation>
  </message>
  <message>
   <source>Auto</source>
   <translation>Automatisch</translation>
  </message>
  <message>
   <source>Average</source>
   <translation>Im Mittel</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>Zurück</translation>
  </message>
  <message>
   <source>Back to paper trading</source>
   <translation>Zurück zum Papierhandel</translation>
  </message>
  <message>
   <source>Back to the window (Esc)</source>
   <translation>Zurück zum Fenster (Esc)</translation>
  </message>
  <message>
   <source>Base share of equity a trade.</source>
   <translation>Grundanteil am Kapital je Trade.</translation>
  </message>
  <message>
   <source>Base size</source>
   <translation>Grundgröße</translation>
  </message>
  <message>
   <source>Begin</source>
   <translation>Beginnen</translation>
  </message>
  <message>
   <source>Below the highest equity; entries stop at the limit</source>
   <translation>Unter dem höchsten Kapital; an der Grenze enden Einstiege</translation>
  </message>
  <message>
   <source>Below this sureness of reading, nothing is automatic.</source>
   <translation>Darunter ist eine Lesung zu unsicher: Nichts geschieht von selbst.</translation>
  </message>
  <message>
   <source>Below this volatility they resume; without it, where they halt.</source>
   <translation>Unter dieser Volatilität geht es weiter; ohne sie dort, wo angehalten wurde.</translation>
  </message>
  <message>
   <source>Beside your limit for everybody. Empty: none of its own.</source>
   <translation>Neben deiner Grenze für alle. Leer: keine eigene.</translation>
  </message>
  <message>
   <source>Binance</source>
   <translation>Binance</translation>
  </message>
  <message>
   <source>Binance has no official way to read another trader's positions. EchoTrade looks at the pages that Binance's own site shows: they may change, stop answering, or not be shown where you are. A position that a trader has open when you begin is never copied; later ones come as calls and pass your rules.</source>
   <translation>Binance bietet keinen offiziellen Weg, die Positionen eines anderen Händlers zu lesen. EchoTrade sieht die Seiten an, die Binance selbst zeigt: Sie können sich ändern, nicht mehr antworten oder bei dir nicht gezeigt werden. Eine Position, die zu Beginn schon offen ist, wird nie kopiert; spätere kommen als Rufe und durchlaufen deine Regeln.</translation>
  </message>
  <message>
   <source>Binance lead trader</source>
   <translation>Binance-Lead-Trader</translation>
  </message>
  <message>
   <source>Binance lead traders</source>
   <translation>Binance-Lead-Trader</translation>
  </message>
  <message>
   <source>Binance lead traders…</source>
   <translation>Binance-Lead-Trader…</translation>
  </message>
  <message>
   <source>Binance leads</source>
   <translation>Binance-Leads</translation>
  </message>
  <message>
   <source>Blackout</source>
   <translation>Sperrzeit</translation>
  </message>
  <message>
   <source>Blackouts</source>
   <translation>Sperrzeiten</translation>
  </message>
  <message>
   <source>Blocked</source>
   <translation>Blockiert</translation>
  </message>
  <message>
   <source>Blocked by: {names}</source>
   <translation>Blockiert durch: {names}</translation>
  </message>
  <message>
   <source>Blocked: {reason}</source>
   <translation>Blockiert: {reason}</translation>
  </message>
  <message>
   <source>Blue and orange</source>
   <translation>Blau und Orange</translation>
  </message>
  <message>
   <source>Blue and orange in place of green and red.</source>
   <translation>Blau und Orange anstelle von Grün und Rot.</translation>
  </message>
  <message>
   <source>Blue and orange instead of green and red</source>
   <translation>Blau und Orange statt Grün und Rot</translation>
  </message>
  <message>
   <source>Bot token</source>
   <translation>Bot-Token</translation>
  </message>
  <message>
   <source>Break-even after target</source>
   <translation>Auf Einstand nach Ziel</translation>
  </message>
  <message>
   <source>Buys</source>
   <translation>Kauft</translation>
  </message>
  <message>
   <source>By me</source>
   <translation>Durch mich</translation>
  </message>
  <message>
   <source>By rule</source>
   <translation>Durch Regel</translation>
  </message>
  <message>
   <source>By rule above</source>
   <translation>Durch Regel ab</translation>
  </message>
  <message>
   <source>By rule, a call is traded without asking when every rule passes and it is sure enough.</source>
   <translation>Durch Regel heißt: Ein Ruf wird ohne Rückfrage gehandelt, wenn er jede Regel besteht und sicher genug ist.</translation>
  </message>
  <message>
   <source>By share, more confidence trades more. By risk, every stop loses the same share of equity.</source>
   <translation>Nach Anteil handelt mehr Zuversicht mehr. Nach Risiko verliert jeder Stop denselben Anteil am Kapital.</translation>
  </message>
  <message>
   <source>By trader</source>
   <translation>Je Händler</translation>
  </message>
  <message>
   <source>CSV files (*.csv)</source>
   <translation>CSV-Dateien (*.csv)</translation>
  </message>
  <message>
   <source>Call</source>
   <translation>Ruf</translation>
  </message>
  <message>
   <source>Call SL</source>
   <translation>Ruf SL</translation>
  </message>
  <message>
   <source>Call TP{index}</source>
   <translation>Ruf TP{index}</translation>
  </message>
  <message>
   <source>Call entry</source>
   <translation>Ruf Einstieg</translation>
  </message>
  <message>
   <source>Calls</source>
   <translation>Rufe</translation>
  </message>
  <message>
   <source>Calls are blocked; open positions stay managed</source>
   <translation>Rufe sind blockiert; offene Positionen bleiben betreut</translation>
  </message>
  <message>
   <source>Calls are followed</source>
   <translation>Rufen wird gefolgt</translation>
  </message>
  <message>
   <source>Calls come from Telegram channels that you follow, or from traders you copy. Connect Telegram to choose yours; the practice channel plays meanwhile.</source>
   <translation>Rufe kommen aus Telegram-Kanälen, denen du folgst, oder von Händlern, die du kopierst. Verbinde Telegram, um deine zu wählen; bis dahin spielt der Übungskanal.</translation>
  </message>
  <message>
   <source>Calls of this trader that were read.</source>
   <translation>Rufe dieses Händlers, die gelesen wurden.</translation>
  </message>
  <message>
   <source>Calls of {name} are now approved {what}.</source>
   <translation>Rufe von {name} werden jetzt {what} angenommen.</translation>
  </message>
  <message>
   <source>Calls on a symbol this close together count together.</source>
   <translation>Rufe auf ein Symbol, die so nah beieinander liegen, zählen zusammen.</translation>
  </message>
  <message>
   <source>Calls only</source>
   <translation>Nur Rufe</translation>
  </message>
  <message>
   <source>Calls that a rule blocks, or that you reject, are followed on paper. Here each rule says what it saved.</source>
   <translation>Rufe, die eine Regel blockiert oder die du ablehnst, werden auf Papier verfolgt. Hier sagt jede Regel, was sie erspart hat.</translation>
  </message>
  <message>
   <source>Calls that became a position.</source>
   <translation>Rufe, aus denen eine Position wurde.</translation>
  </message>
  <message>
   <source>Calls that ended untraded and are charged to it</source>
   <translation>Rufe, die nicht gehandelt wurden und ihr angerechnet sind</translation>
  </message>
  <message>
   <source>Calls that their author deleted while they were losing.</source>
   <translation>Rufe, die der Verfasser gelöscht hat, während sie verloren.</translation>
  </message>
  <message>
   <source>Calls that were changed when their outcome could be seen.</source>
   <translation>Rufe, die geändert wurden, als ihr Ausgang zu sehen war.</translation>
  </message>
  <message>
   <source>Calls that would trade less are blocked.</source>
   <translation>Rufe, die weniger handeln würden, werden blockiert.</translation>
  </message>
  <message>
   <source>Calls that would trade more are blocked.</source>
   <translation>Rufe, die mehr handeln würden, werden blockiert.</translation>
  </message>
  <message>
   <source>Calls that you approve are sent to {account}.</source>
   <translation>Rufe, die du annimmst, gehen an {account}.</translation>
  </message>
  <message>
   <source>Calls that you approve are traded on paper. Nothing is sent to an exchange.</source>
   <translation>Rufe, die du annimmst, werden auf Papier gehandelt. An eine Börse geht nichts.</translation>
  </message>
  <message>
   <source>Calls waiting for you</source>
   <translation>Rufe, die auf dich warten</translation>
  </message>
  <message>
   <source>Came</source>
   <translation>Ankunft</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>Abbrechen</translation>
  </message>
  <message>
   <source>Candles of {t}</source>
   <translation>Kerzen von {t}</translation>
  </message>
  <message>
   <source>Card above (↑)</source>
   <translation>Karte darüber (↑)</translation>
  </message>
  <message>
   <source>Card below (↓)</source>
   <translation>Karte darunter (↓)</translation>
  </message>
  <message>
   <source>Cash</source>
   <translation>Bargeld</translation>
  </message>
  <message>
   <source>Cash a new paper account begins with.</source>
   <translation>Bargeld, mit dem ein neues Papierkonto beginnt.</translation>
  </message>
  <message>
   <source>Cash, and what closing every open position now would bring, fees included.</source>
   <translation>Bargeld und was das Schließen aller offenen Positionen jetzt brächte, mit Gebühren.</translation>
  </message>
  <message>
   <source>Change it</source>
   <translation>Ändern</translation>
  </message>
  <message>
   <source>Change the passphrase</source>
   <translation>Passphrase ändern</translation>
  </message>
  <message>
   <source>Change the passphrase…</source>
   <translation>Passphrase ändern…</translation>
  </message>
  <message>
   <source>Changed</source>
   <translation>Geändert</translation>
  </message>
  <message>
   <source>Change…</source>
   <translation>Ändern…</translation>
  </message>
  <message>
   <source>Channel</source>
   <translation>Kanal</translation>
  </message>
  <message>
   <source>Channels</source>
   <translation>Kanäle</translation>
  </message>
  <message>
   <source>Channels and how they are read</source>
   <translation>Kanäle und wie sie gelesen werden</translation>
  </message>
  <message>
   <source>Channels and how they are read…</source>
   <translation>Kanäle und wie sie gelesen werden…</translation>
  </message>
  <message>
   <source>Chart</source>
   <translation>Chart</translation>
  </message>
  <message>
   <source>Chart of {symbol}</source>
   <translation>Chart von {symbol}</translation>
  </message>
  <message>
   <source>Chart of {symbol}, {timeframe}</source>
   <translation>Chart von {symbol}, {timeframe}</translation>
  </message>
  <message>
   <source>Chart of {s}</source>
   <translation>Chart von {s}</translation>
  </message>
  <message>
   <source>Charts</source>
   <translation>Charts</translation>
  </message>
  <message>
   <source>Charts on the whole screen</source>
   <translation>Charts auf dem ganzen Bildschirm</translation>
  </message>
  <message>
   <source>Charts on the whole screen	F</source>
   <translation>Charts auf dem ganzen Bildschirm	F</translation>
  </message>
  <message>
   <source>Charts on the whole screen (F)</source>
   <translation>Charts auf dem ganzen Bildschirm (F)</translation>
  </message>
  <message>
   <source>Charts side by side</source>
   <translation>Charts nebeneinander</translation>
  </message>
  <message>
   <source>Chat export</source>
   <translation>Chat-Export</translation>
  </message>
  <message>
   <source>Check the key</source>
   <translation>Schlüssel prüfen</translation>
  </message>
  <message>
   <source>Choose Telegram channels…</source>
   <translation>Telegram-Kanäle wählen…</translation>
  </message>
  <message>
   <source>Choose a chat on the left to see what there is to choose for it.</source>
   <translation>Wähle links einen Chat, um zu sehen, was es für ihn zu wählen gibt.</translation>
  </message>
  <message>
   <source>Choose all</source>
   <translation>Alle wählen</translation>
  </message>
  <message>
   <source>Choose live prices…</source>
   <translation>Echte Preise wählen…</translation>
  </message>
  <message>
   <source>Choose one above to see its candles.</source>
   <translation>Wähle oben eines, um seine Kerzen zu sehen.</translation>
  </message>
  <message>
   <source>Choose this card (Space)</source>
   <translation>Diese Karte wählen (Leertaste)</translation>
  </message>
  <message>
   <source>Chosen traders</source>
   <translation>Gewählte Händler</translation>
  </message>
  <message>
   <source>Clear</source>
   <translation>Leeren</translation>
  </message>
  <message>
   <source>Clear the filters to see every message again.</source>
   <translation>Leere die Filter, um wieder jede Nachricht zu sehen.</translation>
  </message>
  <message>
   <source>Close</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close %</source>
   <translation>Schließen %</translation>
  </message>
  <message>
   <source>Close all positions</source>
   <translation>Alle Positionen schließen</translation>
  </message>
  <message>
   <source>Close all positions?</source>
   <translation>Alle Positionen schließen?</translation>
  </message>
  <message>
   <source>Close all positions…</source>
   <translation>Alle Positionen schließen…</translation>
  </message>
  <message>
   <source>Close all…</source>
   <translation>Alle schließen…</translation>
  </message>
  <message>
   <source>Close every position when a loss limit is hit.</source>
   <translation>Jede Position schließen, wenn eine Verlustgrenze erreicht ist.</translation>
  </message>
  <message>
   <source>Close everything at a loss limit</source>
   <translation>An einer Verlustgrenze alles schließen</translation>
  </message>
  <message>
   <source>Close it</source>
   <translation>Schließen</translation>
  </message>
  <message>
   <source>Close the position…</source>
   <translation>Die Position schließen …</translation>
  </message>
  <message>
   <source>Close the selected position…</source>
   <translation>Gewählte Position schließen…</translation>
  </message>
  <message>
   <source>Close this notice</source>
   <translation>Diese Meldung schließen</translation>
  </message>
  <message>
   <source>Close to tray</source>
   <translation>Beim Schließen in die Leiste</translation>
  </message>
  <message>
   <source>Close {count} positions</source>
   <translation>{count} Positionen schließen</translation>
  </message>
  <message>
   <source>Close {percent} % of the selected position</source>
   <translation>{percent} % der gewählten Position schließen</translation>
  </message>
  <message>
   <source>Close {percent} % of {amount} {base}</source>
   <translation>{percent} % von {amount} {base} schließen</translation>
  </message>
  <message>
   <source>Close {percent} % of {symbol} {side}</source>
   <translation>{percent} % von {symbol} {side} schließen</translation>
  </message>
  <message>
   <source>Close {percent} of {symbol}?</source>
   <translation>{percent} von {symbol} schließen?</translation>
  </message>
  <message>
   <source>Close {share} %</source>
   <translation>{share} % schließen</translation>
  </message>
  <message>
   <source>Close {symbol}</source>
   <translation>{symbol} schließen</translation>
  </message>
  <message>
   <source>Close {symbol} now?</source>
   <translation>{symbol} jetzt schließen?</translation>
  </message>
  <message>
   <source>Close {symbol} {side}</source>
   <translation>{symbol} {side} schließen</translation>
  </message>
  <message>
   <source>Close {symbol} {side}?</source>
   <translation>{symbol} {side} schließen?</translation>
  </message>
  <message>
   <source>Close {title}</source>
   <translation>{title} schließen</translation>
  </message>
  <message>
   <source>Closed</source>
   <translation>Geschlossen</translation>
  </message>
  <message>
   <source>Closed by you</source>
   <translation>Von dir geschlossen</translation>
  </message>
  <message>
   <source>Closed positions</source>
   <translation>Geschlossene Positionen</translation>
  </message>
  <message>
   <source>Closed trades</source>
   <translation>Abgeschlossene Trades</translation>
  </message>
  <message>
   <source>Closed trades of this ledger, after fees</source>
   <translation>Abgeschlossene Trades dieses Buchs, nach Gebühren</translation>
  </message>
  <message>
   <source>Closed trades with a gain after fees, over all closed trades of this trader.</source>
   <translation>Abgeschlossene Trades mit Gewinn nach Gebühren, von allen abgeschlossenen dieses Händlers.</translation>
  </message>
  <message>
   <source>Closed trades with a gain after fees, over all closed trades. {told}</source>
   <translation>Abgeschlossene Trades mit Gewinn nach Gebühren, von allen abgeschlossenen. {told}</translation>
  </message>
  <message>
   <source>Closed, after fees</source>
   <translation>Geschlossen, nach Gebühren</translation>
  </message>
  <message>
   <source>Closed: {verb} {amount} at {price}.</source>
   <translation>Geschlossen: {amount} zu {price} {verb}.</translation>
  </message>
  <message>
   <source>Closes your position at the market, result {result} with fees.</source>
   <translation>Schließt deine Position am Markt, Ergebnis {result} mit Gebühren.</translation>
  </message>
  <message>
   <source>Closes {amount} at the market ({price}), result {result} with fees.{note}</source>
   <translation>Schließt {amount} zum Markt ({price}), Ergebnis {result} mit Gebühren.{note}</translation>
  </message>
  <message>
   <source>Closes {count} positions at the market, together {result} with fees.</source>
   <translation>Schließt {count} Positionen zum Markt, zusammen {result} mit Gebühren.</translation>
  </message>
  <message>
   <source>Close…</source>
   <translation>Schließen…</translation>
  </message>
  <message>
   <source>Closing the window leaves the app in the tray, where there is one; positions stay watched.</source>
   <translation>Wird das Fenster geschlossen, bleibt die App in der Leiste, wo es eine gibt; Positionen bleiben bewacht.</translation>
  </message>
  <message>
   <source>Code</source>
   <translation>Code</translation>
  </message>
  <message>
   <source>Columns</source>
   <translation>Spalten</translation>
  </message>
  <message>
   <source>Compound return of a year over the deepest drawdown of daily closes (Young 1991).</source>
   <translation>Zinseszinsertrag eines Jahres durch den tiefsten Rückgang der Tagesschlüsse (Young 1991).</translation>
  </message>
  <message>
   <source>Confidence</source>
   <translation>Zuversicht</translation>
  </message>
  <message>
   <source>Confidence a call must be above to be approved by rule.</source>
   <translation>Zuversicht, die ein Ruf übersteigen muss, um durch Regel angenommen zu werden.</translation>
  </message>
  <message>
   <source>Confidence of a call</source>
   <translation>Zuversicht eines Rufs</translation>
  </message>
  <message>
   <source>Confidence of a call that names none.</source>
   <translation>Zuversicht eines Rufs, der keine nennt.</translation>
  </message>
  <message>
   <source>Confidence × source weight, agreeing sources combined, must be above this.</source>
   <translation>Zuversicht × Gewicht der Quelle, einige Quellen vereint, muss darüber liegen.</translation>
  </message>
  <message>
   <source>Confirm</source>
   <translation>Bestätigen</translation>
  </message>
  <message>
   <source>Connect Telegram…</source>
   <translation>Telegram verbinden…</translation>
  </message>
  <message>
   <source>Consent</source>
   <translation>Einwilligung</translation>
  </message>
  <message>
   <source>Contents</source>
   <translation>Inhalt</translation>
  </message>
  <message>
   <source>Contrast</source>
   <translation>Kontrast</translation>
  </message>
  <message>
   <source>Copied</source>
   <translation>Kopiert</translation>
  </message>
  <message>
   <source>Copied. Look at it before you send it.</source>
   <translation>Kopiert. Sieh es durch, bevor du es verschickst.</translation>
  </message>
  <message>
   <source>Copy for support</source>
   <translation>Für die Hilfe kopieren</translation>
  </message>
  <message>
   <source>Counts as</source>
   <translation>Zählt als</translation>
  </message>
  <message>
   <source>Daily loss limit</source>
   <translation>Verlustgrenze des Tages</translation>
  </message>
  <message>
   <source>Dark</source>
   <translation>Dunkel</translation>
  </message>
  <message>
   <source>Data centre</source>
   <translation>Rechenzentrum</translation>
  </message>
  <message>
   <source>Dead feed</source>
   <translation>Stille Leitung</translation>
  </message>
  <message>
   <source>Deepest fall</source>
   <translation>Tiefster Fall</translation>
  </message>
  <message>
   <source>Default of {name}: {default}</source>
   <translation>Vorgabe von {name}: {default}</translation>
  </message>
  <message>
   <source>Default stop</source>
   <translation>Vorgabe für den Stop</translation>
  </message>
  <message>
   <source>Deleted</source>
   <translation>Gelöscht</translation>
  </message>
  <message>
   <source>Demo</source>
   <translation>Demo</translation>
  </message>
  <message>
   <source>Discard</source>
   <translation>Verwerfen</translation>
  </message>
  <message>
   <source>Distance from the entry when a call names no stop.</source>
   <translation>Abstand vom Einstieg, wenn ein Ruf keinen Stop nennt.</translation>
  </message>
  <message>
   <source>Distance of the stop from the entry when a call names none.</source>
   <translation>Abstand des Stops vom Einstieg, wenn ein Ruf keinen nennt.</translation>
  </message>
  <message>
   <source>Dock</source>
   <translation>Andocken</translation>
  </message>
  <message>
   <source>Double-click or F2 to change the targets</source>
   <translation>Doppelklick oder F2, um die Ziele zu ändern</translation>
  </message>
  <message>
   <source>Double-click or F2 to move it</source>
   <translation>Doppelklick oder F2, um ihn zu verschieben</translation>
  </message>
  <message>
   <source>Drag lines only with Alt held</source>
   <translation>Linien nur mit Alt ziehen</translation>
  </message>
  <message>
   <source>Drawdown</source>
   <translation>Rückgang</translation>
  </message>
  <message>
   <source>Drawdown limit</source>
   <translation>Grenze für den Rückgang</translation>
  </message>
  <message>
   <source>Duplicate</source>
   <translation>Wiederholung</translation>
  </message>
  <message>
   <source>Duplicate call</source>
   <translation>Doppelter Ruf</translation>
  </message>
  <message>
   <source>Duplicates</source>
   <translation>Doppelte</translation>
  </message>
  <message>
   <source>Each cell is a call, the newest on the right.</source>
   <translation>Jedes Feld ist ein Ruf, der neueste rechts.</translation>
  </message>
  <message>
   <source>Each is sent at once, if your limits still hold.</source>
   <translation>Jeder geht sofort hinaus, wenn deine Grenzen dann noch gelten.</translation>
  </message>
  <message>
   <source>Each message is kept here with what was read from it, the rule that blocked it, or what it became.</source>
   <translation>Jede Nachricht bleibt hier, mit dem, was daraus gelesen wurde, der Regel, die sie blockiert hat, oder dem, was daraus wurde.</translation>
  </message>
  <message>
   <source>EchoTrade becomes one more device of your account; you see it in Telegram under Settings, Devices. Whoever had that login could read your account: that is why it is locked away.</source>
   <translation>EchoTrade wird ein weiteres Gerät deines Kontos; du siehst es in Telegram unter Einstellungen, Geräte. Wer diese Anmeldung hätte, könnte dein Konto lesen: Darum liegt sie unter Verschluss.</translation>
  </message>
  <message>
   <source>EchoTrade did not start</source>
   <translation>EchoTrade ist nicht gestartet</translation>
  </message>
  <message>
   <source>EchoTrade did not start trading</source>
   <translation>EchoTrade hat nicht zu handeln begonnen</translation>
  </message>
  <message>
   <source>EchoTrade goes on in the tray</source>
   <translation>EchoTrade läuft in der Leiste weiter</translation>
  </message>
  <message>
   <source>EchoTrade is changing over.</source>
   <translation>EchoTrade stellt um.</translation>
  </message>
  <message>
   <source>EchoTrade is still starting.</source>
   <translation>EchoTrade startet noch.</translation>
  </message>
  <message>
   <source>EchoTrade is still starting; Telegram can be opened in a moment.</source>
   <translation>EchoTrade startet noch; Telegram lässt sich gleich öffnen.</translation>
  </message>
  <message>
   <source>EchoTrade is still starting; its rules can be opened in a moment.</source>
   <translation>EchoTrade startet noch; seine Regeln lassen sich gleich öffnen.</translation>
  </message>
  <message>
   <source>EchoTrade is still starting; its settings can be opened in a moment.</source>
   <translation>EchoTrade startet noch; seine Einstellungen lassen sich gleich öffnen.</translation>
  </message>
  <message>
   <source>EchoTrade is still starting; this can be opened in a moment.</source>
   <translation>EchoTrade startet noch; das lässt sich gleich öffnen.</translation>
  </message>
  <message>
   <source>EchoTrade may not connect to Telegram before you have agreed to it. Nothing was sent.</source>
   <translation>EchoTrade darf sich erst mit Telegram verbinden, wenn du zugestimmt hast. Nichts wurde gesendet.</translation>
  </message>
  <message>
   <source>EchoTrade signs out at Telegram, deletes the login and the app key from this computer, and connects no more until you agree again. Open positions keep their stops and targets; calls that wait stay until they expire.</source>
   <translation>EchoTrade meldet sich bei Telegram ab, löscht Anmeldung und App-Schlüssel von diesem Rechner und verbindet sich nicht mehr, bis du wieder zustimmst. Offene Positionen behalten Stops und Ziele; wartende Rufe bleiben, bis sie verfallen.</translation>
  </message>
  <message>
   <source>EchoTrade was signed out of Telegram. Nothing is read; sign in again to go on.</source>
   <translation>EchoTrade wurde bei Telegram abgemeldet. Nichts wird gelesen; melde dich wieder an, damit es weitergeht.</translation>
  </message>
  <message>
   <source>EchoTrade: {n} waiting</source>
   <translation>EchoTrade: {n} warten</translation>
  </message>
  <message>
   <source>Edited late</source>
   <translation>Spät geändert</translation>
  </message>
  <message>
   <source>Edited stop</source>
   <translation>Geänderter Stop</translation>
  </message>
  <message>
   <source>Empty: any.</source>
   <translation>Leer: jedes.</translation>
  </message>
  <message>
   <source>End now</source>
   <translation>Jetzt beenden</translation>
  </message>
  <message>
   <source>Ended</source>
   <translation>Beendet</translation>
  </message>
  <message>
   <source>Ended by</source>
   <translation>Beendet durch</translation>
  </message>
  <message>
   <source>Enter the code</source>
   <translation>Code eingeben</translation>
  </message>
  <message>
   <source>Entered</source>
   <translation>Eingestiegen</translation>
  </message>
  <message>
   <source>Entries</source>
   <translation>Einstiege</translation>
  </message>
  <message>
   <source>Entries are allowed again.</source>
   <translation>Einstiege sind wieder erlaubt.</translation>
  </message>
  <message>
   <source>Entries are paused by you.</source>
   <translation>Einstiege sind von dir angehalten.</translation>
  </message>
  <message>
   <source>Entries are paused.</source>
   <translation>Einstiege sind angehalten.</translation>
  </message>
  <message>
   <source>Entries are paused. Stops, targets and closing go on.</source>
   <translation>Einstiege sind angehalten. Stops, Ziele und Schließen gehen weiter.</translation>
  </message>
  <message>
   <source>Entries are paused: {reason}.</source>
   <translation>Einstiege sind angehalten: {reason}.</translation>
  </message>
  <message>
   <source>Entries are paused: {reason}. Stops, targets and closing go on.</source>
   <translation>Einstiege sind angehalten: {reason}. Stops, Ziele und Schließen gehen weiter.</translation>
  </message>
  <message>
   <source>Entries halt for the day after losing this share.</source>
   <translation>Nach dem Verlust dieses Anteils ruhen Einstiege für den Tag.</translation>
  </message>
  <message>
   <source>Entries halt when equity is this far below its peak.</source>
   <translation>Einstiege ruhen, wenn das Kapital so weit unter seinem Höchststand liegt.</translation>
  </message>
  <message>
   <source>Entries joined by a dash or slash</source>
   <translation>Einstiege mit Strich oder Schrägstrich</translation>
  </message>
  <message>
   <source>Entry</source>
   <translation>Einstieg</translation>
  </message>
  <message>
   <source>Entry at market</source>
   <translation>Einstieg zum Markt</translation>
  </message>
  <message>
   <source>Entry limit</source>
   <translation>Einstieg Limit</translation>
  </message>
  <message>
   <source>Entry zone</source>
   <translation>Einstieg Zone</translation>
  </message>
  <message>
   <source>Entry {entry}, stop {stop}. It waits for you.</source>
   <translation>Einstieg {entry}, Stop {stop}. Er wartet auf dich.</translation>
  </message>
  <message>
   <source>Entry, first of {n}</source>
   <translation>Einstieg, erster von {n}</translation>
  </message>
  <message>
   <source>Equity curve, {n} points, now {money}, deepest fall {deepest}</source>
   <translation>Kapitalkurve, {n} Punkte, jetzt {money}, tiefster Fall {deepest}</translation>
  </message>
  <message>
   <source>Equity curve: it begins with the first trade</source>
   <translation>Kapitalkurve: Sie beginnt mit dem ersten Trade</translation>
  </message>
  <message>
   <source>Equity now, and its first mark of the day</source>
   <translation>Kapital jetzt, und sein erster Punkt des Tages</translation>
  </message>
  <message>
   <source>Equity now, and its highest recorded point</source>
   <translation>Kapital jetzt, und sein höchster festgehaltener Punkt</translation>
  </message>
  <message>
   <source>Equity so far</source>
   <translation>Kapital bisher</translation>
  </message>
  <message>
   <source>Equity {money}</source>
   <translation>Kapital {money}</translation>
  </message>
  <message>
   <source>Erase the stored posts</source>
   <translation>Gespeicherte Beiträge löschen</translation>
  </message>
  <message>
   <source>Every execution in this ledger</source>
   <translation>Jede Ausführung in diesem Buch</translation>
  </message>
  <message>
   <source>Every execution, exact to the last digit, as a file for a spreadsheet</source>
   <translation>Jede Ausführung, genau bis zur letzten Stelle, als Datei für eine Tabelle</translation>
  </message>
  <message>
   <source>Every new call is traded at {factor} its size</source>
   <translation>Jeder neue Ruf wird mit {factor} seiner Größe gehandelt</translation>
  </message>
  <message>
   <source>Every symbol of this market is shown</source>
   <translation>Jedes Symbol dieses Markts wird gezeigt</translation>
  </message>
  <message>
   <source>Every week</source>
   <translation>Jede Woche</translation>
  </message>
  <message>
   <source>Everything here is paper: $10,000 that are not real.</source>
   <translation>Alles hier ist Papier: 10.000 $, die es nicht gibt.</translation>
  </message>
  <message>
   <source>Exchange</source>
   <translation>Börse</translation>
  </message>
  <message>
   <source>Executions of this trader's calls</source>
   <translation>Ausführungen der Rufe dieses Händlers</translation>
  </message>
  <message>
   <source>Exit</source>
   <translation>Ausstieg</translation>
  </message>
  <message>
   <source>Expectancy</source>
   <translation>Erwartungswert</translation>
  </message>
  <message>
   <source>Export CSV…</source>
   <translation>CSV exportieren…</translation>
  </message>
  <message>
   <source>Export settings</source>
   <translation>Einstellungen exportieren</translation>
  </message>
  <message>
   <source>Export the trade journal</source>
   <translation>Trade-Journal exportieren</translation>
  </message>
  <message>
   <source>Export…</source>
   <translation>Exportieren…</translation>
  </message>
  <message>
   <source>Exposure</source>
   <translation>Exposure</translation>
  </message>
  <message>
   <source>Fee</source>
   <translation>Gebühr</translation>
  </message>
  <message>
   <source>Fee of the exchange</source>
   <translation>Gebühr der Börse</translation>
  </message>
  <message>
   <source>Feed</source>
   <translation>Kursstrom</translation>
  </message>
  <message>
   <source>Feed: {detail}</source>
   <translation>Kursstrom: {detail}</translation>
  </message>
  <message>
   <source>Fees</source>
   <translation>Gebühren</translation>
  </message>
  <message>
   <source>Fees paid</source>
   <translation>Gezahlte Gebühren</translation>
  </message>
  <message>
   <source>Fees so far and the closing fee included</source>
   <translation>Gebühren bisher, und die des Schließens</translation>
  </message>
  <message>
   <source>Figures</source>
   <translation>Zahlen</translation>
  </message>
  <message>
   <source>File</source>
   <translation>Datei</translation>
  </message>
  <message>
   <source>File whose passphrase opens the sealed file when nobody is there; only its owner may read it.</source>
   <translation>Datei, deren Passphrase die versiegelte Datei öffnet, wenn niemand da ist; nur ihr Besitzer darf sie lesen.</translation>
  </message>
  <message>
   <source>File with the server's public key (PEM).</source>
   <translation>Datei mit dem öffentlichen Schlüssel des Servers (PEM).</translation>
  </message>
  <message>
   <source>Filter by source</source>
   <translation>Nach Quelle filtern</translation>
  </message>
  <message>
   <source>Filters</source>
   <translation>Filter</translation>
  </message>
  <message>
   <source>Find in messages, names and reasons</source>
   <translation>In Nachrichten, Namen und Gründen suchen</translation>
  </message>
  <message>
   <source>Find or do</source>
   <translation>Finden oder tun</translation>
  </message>
  <message>
   <source>Find or do something (Ctrl+K)</source>
   <translation>Etwas finden oder tun (Strg+K)</translation>
  </message>
  <message>
   <source>Find or do…</source>
   <translation>Finden oder tun…</translation>
  </message>
  <message>
   <source>Find…</source>
   <translation>Suchen…</translation>
  </message>
  <message>
   <source>Five</source>
   <translation>Fünf</translation>
  </message>
  <message>
   <source>Flash crash</source>
   <translation>Kurssturz</translation>
  </message>
  <message>
   <source>Float</source>
   <translation>Lösen</translation>
  </message>
  <message>
   <source>Follow</source>
   <translation>Folgen</translation>
  </message>
  <message>
   <source>Follow a Binance lead trader</source>
   <translation>Einem Binance-Lead-Trader folgen</translation>
  </message>
  <message>
   <source>Follow a lead trader…</source>
   <translation>Einem Lead-Trader folgen…</translation>
  </message>
  <message>
   <source>Follow the system</source>
   <translation>Wie das System</translation>
  </message>
  <message>
   <source>Follow {name}</source>
   <translation>{name} folgen</translation>
  </message>
  <message>
   <source>Follow {title}</source>
   <translation>{title} folgen</translation>
  </message>
  <message>
   <source>Followed</source>
   <translation>Gefolgt</translation>
  </message>
  <message>
   <source>Followed on paper</source>
   <translation>Auf Papier verfolgt</translation>
  </message>
  <message>
   <source>For earlier candles choose a longer timeframe</source>
   <translation>Für frühere Kerzen wähle eine längere Zeiteinheit</translation>
  </message>
  <message>
   <source>Forget it</source>
   <translation>Vergessen</translation>
  </message>
  <message>
   <source>Forget the Binance key?</source>
   <translation>Den Binance-Schlüssel vergessen?</translation>
  </message>
  <message>
   <source>Forget the Binance key…</source>
   <translation>Binance-Schlüssel vergessen…</translation>
  </message>
  <message>
   <source>Forget this word</source>
   <translation>Dieses Wort vergessen</translation>
  </message>
  <message>
   <source>Forget {phrase}</source>
   <translation>{phrase} vergessen</translation>
  </message>
  <message>
   <source>Forgotten passphrase…</source>
   <translation>Passphrase vergessen…</translation>
  </message>
  <message>
   <source>Forgotten? Only Telegram can reset it: in its app, Settings, Privacy and Security, Two-Step Verification. Then come back here.</source>
   <translation>Vergessen? Nur Telegram kann es zurücksetzen: in seiner App unter Einstellungen, Privatsphäre und Sicherheit, Zweistufige Bestätigung. Komm danach wieder her.</translation>
  </message>
  <message>
   <source>Found</source>
   <translation>Gefunden</translation>
  </message>
  <message>
   <source>Four</source>
   <translation>Vier</translation>
  </message>
  <message>
   <source>Four charts, two by two</source>
   <translation>Vier Charts, zwei mal zwei</translation>
  </message>
  <message>
   <source>Four, two by two</source>
   <translation>Vier, zwei mal zwei</translation>
  </message>
  <message>
   <source>Frame of live trading</source>
   <translation>Rahmen des echten Handels</translation>
  </message>
  <message>
   <source>From</source>
   <translation>Von</translation>
  </message>
  <message>
   <source>From @BotFather.</source>
   <translation>Von @BotFather.</translation>
  </message>
  <message>
   <source>From day and time</source>
   <translation>Von Tag und Uhrzeit</translation>
  </message>
  <message>
   <source>From price</source>
   <translation>Vom Preis</translation>
  </message>
  <message>
   <source>From then on, a call that you approve is sent to Binance and traded with {money}. The window is framed in red as long as this is so, and each approval takes a second press.</source>
   <translation>Von da an geht ein Ruf, den du annimmst, an Binance und wird mit {money} gehandelt. Solange das so ist, ist das Fenster rot gerahmt, und jede Annahme braucht einen zweiten Druck.</translation>
  </message>
  <message>
   <source>Full screen</source>
   <translation>Vollbild</translation>
  </message>
  <message>
   <source>Funding</source>
   <translation>Funding</translation>
  </message>
  <message>
   <source>Funding, deposits, withdrawals and fees of a live account are listed here, apart from your trades.</source>
   <translation>Funding, Einzahlungen, Auszahlungen und Gebühren eines echten Kontos stehen hier, getrennt von deinen Trades.</translation>
  </message>
  <message>
   <source>Give this code to nobody: Telegram's own people never ask for it.</source>
   <translation>Gib diesen Code niemandem: Telegrams eigene Leute fragen nie danach.</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Go to the newest candle	End</source>
   <translation>Zur neuesten Kerze	Ende</translation>
  </message>
  <message>
   <source>Good to know</source>
   <translation>Gut zu wissen</translation>
  </message>
  <message>
   <source>Group</source>
   <translation>Gruppe</translation>
  </message>
  <message>
   <source>Held</source>
   <translation>Dauer</translation>
  </message>
  <message>
   <source>Hide the steps</source>
   <translation>Schritte verbergen</translation>
  </message>
  <message>
   <source>Hide why</source>
   <translation>Warum verbergen</translation>
  </message>
  <message>
   <source>Hide: {name}</source>
   <translation>Verbergen: {name}</translation>
  </message>
  <message>
   <source>Hides open positions: there would be nothing to copy</source>
   <translation>Verbirgt offene Positionen: Es gäbe nichts zu kopieren</translation>
  </message>
  <message>
   <source>High contrast</source>
   <translation>Hoher Kontrast</translation>
  </message>
  <message>
   <source>Highest leverage, whatever a call asks for.</source>
   <translation>Höchster Hebel, was auch immer ein Ruf verlangt.</translation>
  </message>
  <message>
   <source>History</source>
   <translation>Verlauf</translation>
  </message>
  <message>
   <source>Hold Alt to drag this line.</source>
   <translation>Halte Alt, um diese Linie zu ziehen.</translation>
  </message>
  <message>
   <source>Hollow rising candles	H</source>
   <translation>Hohle steigende Kerzen	H</translation>
  </message>
  <message>
   <source>Hours</source>
   <translation>Zeiten</translation>
  </message>
  <message>
   <source>Hours and blackouts follow this clock, daylight saving included.</source>
   <translation>Zeiten und Sperrzeiten folgen dieser Uhr, mit Sommerzeit.</translation>
  </message>
  <message>
   <source>How far equity is below its highest. At the limit new calls are blocked.</source>
   <translation>Wie weit das Kapital unter seinem Höchststand liegt. An der Grenze werden neue Rufe blockiert.</translation>
  </message>
  <message>
   <source>How far the price may have run from the call, as a share.</source>
   <translation>Wie weit der Preis vom Ruf weggelaufen sein darf, als Anteil.</translation>
  </message>
  <message>
   <source>How far the price may have run from the call, to the worse side.</source>
   <translation>Wie weit der Preis zur schlechteren Seite vom Ruf weggelaufen sein darf.</translation>
  </message>
  <message>
   <source>How far the sum of results fell below its highest, in the order in which trades were closed</source>
   <translation>Wie weit die Summe der Ergebnisse unter ihren Höchststand fiel, in der Reihenfolge des Schließens</translation>
  </message>
  <message>
   <source>How fast the practice channel plays; 2 is twice as fast.</source>
   <translation>Wie schnell der Übungskanal spielt; 2 ist doppelt so schnell.</translation>
  </message>
  <message>
   <source>How it is read</source>
   <translation>Wie er gelesen wird</translation>
  </message>
  <message>
   <source>How it is read…</source>
   <translation>Wie er gelesen wird…</translation>
  </message>
  <message>
   <source>How long a call waits for you.</source>
   <translation>Wie lange ein Ruf auf dich wartet.</translation>
  </message>
  <message>
   <source>How long a call waits for your decision.</source>
   <translation>Wie lange ein Ruf auf deine Entscheidung wartet.</translation>
  </message>
  <message>
   <source>How long calls on a symbol count together.</source>
   <translation>Wie lange Rufe auf ein Symbol zusammen zählen.</translation>
  </message>
  <message>
   <source>How long the same call counts as a repeat.</source>
   <translation>Wie lange derselbe Ruf als Wiederholung gilt.</translation>
  </message>
  <message>
   <source>How much a source's confidence counts.</source>
   <translation>Wie viel die Zuversicht einer Quelle zählt.</translation>
  </message>
  <message>
   <source>How numbers and dates are written: as the system does, or always as en (1,234.5), de (1.234,5) or iso.</source>
   <translation>Wie Zahlen und Daten geschrieben werden: wie im System, oder immer wie en (1,234.5), de (1.234,5) oder iso.</translation>
  </message>
  <message>
   <source>How often each is looked at.</source>
   <translation>Wie oft jeder angesehen wird.</translation>
  </message>
  <message>
   <source>How this is counted</source>
   <translation>Wie das gezählt wird</translation>
  </message>
  <message>
   <source>How you take it back</source>
   <translation>Wie du sie zurücknimmst</translation>
  </message>
  <message>
   <source>I agree</source>
   <translation>Ich stimme zu</translation>
  </message>
  <message>
   <source>If closed now</source>
   <translation>Wenn jetzt geschlossen</translation>
  </message>
  <message>
   <source>If closed now, fees included</source>
   <translation>Wenn jetzt geschlossen, mit Gebühren</translation>
  </message>
  <message>
   <source>If hit</source>
   <translation>Wenn erreicht</translation>
  </message>
  <message>
   <source>If machine dies</source>
   <translation>Stirbt der Rechner</translation>
  </message>
  <message>
   <source>If this machine dies:</source>
   <translation>Stirbt dieser Rechner:</translation>
  </message>
  <message>
   <source>Import settings</source>
   <translation>Einstellungen importieren</translation>
  </message>
  <message>
   <source>Import…</source>
   <translation>Importieren…</translation>
  </message>
  <message>
   <source>In R</source>
   <translation>In R</translation>
  </message>
  <message>
   <source>In a group, anybody can write. Choose whose posts count; until then only those in the group's name do.</source>
   <translation>In einer Gruppe kann jeder schreiben. Wähle, wessen Beiträge zählen; bis dahin nur die im Namen der Gruppe.</translation>
  </message>
  <message>
   <source>In it are {paid} that were paid in and {earned} of funding and the like.</source>
   <translation>Darin sind {paid} eingezahltes Geld und {earned} Funding und dergleichen.</translation>
  </message>
  <message>
   <source>In positions</source>
   <translation>In Positionen</translation>
  </message>
  <message>
   <source>In {where} on this computer: the text of those posts with sender, time and every version, and that you agreed, with the time. Your login and app key are kept in the system's keyring, or in a file sealed with a passphrase; code and password are not kept. Nothing goes to anybody but Telegram.</source>
   <translation>In {where} auf diesem Rechner: der Text dieser Beiträge mit Absender, Zeit und jeder Fassung, und dass du zugestimmt hast, mit der Zeit. Anmeldung und App-Schlüssel liegen im Schlüsselbund des Systems oder in einer mit Passphrase versiegelten Datei; Code und Passwort werden nicht behalten. Nichts geht an irgendwen außer Telegram.</translation>
  </message>
  <message>
   <source>Indicators</source>
   <translation>Indikatoren</translation>
  </message>
  <message>
   <source>Is the entry</source>
   <translation>Ist der Einstieg</translation>
  </message>
  <message>
   <source>Iso</source>
   <translation>ISO</translation>
  </message>
  <message>
   <source>It belongs to no single position</source>
   <translation>Es gehört zu keiner einzelnen Position</translation>
  </message>
  <message>
   <source>It cannot be checked any more; the profile stays.</source>
   <translation>Es lässt sich nicht mehr prüfen; das Profil bleibt.</translation>
  </message>
  <message>
   <source>It ends by itself below this. Empty: where it began.</source>
   <translation>Sie endet von selbst darunter. Leer: wo sie begann.</translation>
  </message>
  <message>
   <source>It goes to Telegram as a proof, never as it is, and is not kept.</source>
   <translation>Es geht als Beweis an Telegram, nie so, wie es ist, und wird nicht behalten.</translation>
  </message>
  <message>
   <source>It has a profile of its own.</source>
   <translation>Er hat ein eigenes Profil.</translation>
  </message>
  <message>
   <source>It is in the result of its trade</source>
   <translation>Es ist im Ergebnis seines Trades enthalten</translation>
  </message>
  <message>
   <source>It is kept as a case when you save.</source>
   <translation>Es bleibt als Fall erhalten, wenn du speicherst.</translation>
  </message>
  <message>
   <source>It is read as most channels write.</source>
   <translation>Er wird so gelesen, wie die meisten Kanäle schreiben.</translation>
  </message>
  <message>
   <source>It is renewed by itself until you have used one.</source>
   <translation>Er erneuert sich von selbst, bis du einen benutzt hast.</translation>
  </message>
  <message>
   <source>It needs {least} finished days; there are {days}.</source>
   <translation>Nötig sind {least} volle Tage; bisher sind es {days}.</translation>
  </message>
  <message>
   <source>It needs {least} finished days; there is {days}.</source>
   <translation>Nötig sind {least} volle Tage; bisher ist es {days}.</translation>
  </message>
  <message>
   <source>It reads only the chats that you choose, and sends nothing.</source>
   <translation>Es liest nur die Chats, die du wählst, und sendet nichts.</translation>
  </message>
  <message>
   <source>It was locked when EchoTrade started. The passphrase is not kept anywhere.</source>
   <translation>Er war verschlossen, als EchoTrade startete. Die Passphrase wird nirgends behalten.</translation>
  </message>
  <message>
   <source>Its key is in the vault: check it as it is, or enter another in its place.</source>
   <translation>Sein Schlüssel ist im Tresor: Prüfe ihn so, wie er ist, oder gib einen anderen ein.</translation>
  </message>
  <message>
   <source>Its port.</source>
   <translation>Sein Port.</translation>
  </message>
  <message>
   <source>Its price did not come in time, on paper either</source>
   <translation>Sein Preis kam nicht rechtzeitig, auch auf Papier nicht</translation>
  </message>
  <message>
   <source>Its speed</source>
   <translation>Sein Tempo</translation>
  </message>
  <message>
   <source>Journal</source>
   <translation>Journal</translation>
  </message>
  <message>
   <source>Keep no longer</source>
   <translation>Nicht mehr behalten</translation>
  </message>
  <message>
   <source>Keep the api_hash to yourself. EchoTrade keeps it with your login, never in a settings file.</source>
   <translation>Behalte den api_hash für dich. EchoTrade verwahrt ihn mit deiner Anmeldung, nie in einer Einstellungsdatei.</translation>
  </message>
  <message>
   <source>Keep the stored posts</source>
   <translation>Gespeicherte Beiträge behalten</translation>
  </message>
  <message>
   <source>Keep {words} no longer</source>
   <translation>{words} nicht mehr behalten</translation>
  </message>
  <message>
   <source>Keeping that…</source>
   <translation>Das wird behalten…</translation>
  </message>
  <message>
   <source>Kept cases</source>
   <translation>Behaltene Fälle</translation>
  </message>
  <message>
   <source>Kept in</source>
   <translation>Verwahrt in</translation>
  </message>
  <message>
   <source>Key</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <source>Keyring</source>
   <translation>Schlüsselbund</translation>
  </message>
  <message>
   <source>Keyring of the system</source>
   <translation>Schlüsselbund des Systems</translation>
  </message>
  <message>
   <source>Keyring, else a file</source>
   <translation>Schlüsselbund, sonst Datei</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>Schlüssel</translation>
  </message>
  <message>
   <source>Keys, sessions and phone numbers are blotted out.</source>
   <translation>Schlüssel, Sitzungen und Telefonnummern sind geschwärzt.</translation>
  </message>
  <message>
   <source>Kind of market</source>
   <translation>Art des Marktes</translation>
  </message>
  <message>
   <source>LIVE PRICES</source>
   <translation>ECHTE PREISE</translation>
  </message>
  <message>
   <source>LIVE {mode}</source>
   <translation>LIVE {mode}</translation>
  </message>
  <message>
   <source>Language</source>
   <translation>Sprache</translation>
  </message>
  <message>
   <source>Largest trade</source>
   <translation>Größter Trade</translation>
  </message>
  <message>
   <source>Lead traders</source>
   <translation>Lead-Trader</translation>
  </message>
  <message>
   <source>Least agreement of callers, |P(long) − P(short)|.</source>
   <translation>Geringste Einigkeit der Rufenden, |P(long) − P(short)|.</translation>
  </message>
  <message>
   <source>Least confidence</source>
   <translation>Geringste Zuversicht</translation>
  </message>
  <message>
   <source>Ledger</source>
   <translation>Buch</translation>
  </message>
  <message>
   <source>Left and right choose a number; Enter says what it is.</source>
   <translation>Links und rechts wählen eine Zahl; Enter sagt, was sie ist.</translation>
  </message>
  <message>
   <source>Let go</source>
   <translation>Loslassen</translation>
  </message>
  <message>
   <source>Leverage</source>
   <translation>Hebel</translation>
  </message>
  <message>
   <source>Leverage cap</source>
   <translation>Hebelgrenze</translation>
  </message>
  <message>
   <source>Light</source>
   <translation>Hell</translation>
  </message>
  <message>
   <source>Liquidation</source>
   <translation>Liquidation</translation>
  </message>
  <message>
   <source>Live price</source>
   <translation>Preis</translation>
  </message>
  <message>
   <source>Live prices and candles of Binance. They are public: no account and no key. Trading stays on paper.</source>
   <translation>Echte Preise und Kerzen von Binance. Sie sind öffentlich: kein Konto, kein Schlüssel. Gehandelt wird weiter auf Papier.</translation>
  </message>
  <message>
   <source>Live prices and candles of the market that your orders go to.</source>
   <translation>Echte Preise und Kerzen des Markts, an den deine Aufträge gehen.</translation>
  </message>
  <message>
   <source>Live trading cannot be armed again without entering it. The key stays valid at Binance until you delete it there.</source>
   <translation>Ohne ihn neu einzugeben, lässt sich der echte Handel nicht mehr scharf stellen. Bei Binance bleibt der Schlüssel gültig, bis du ihn dort löschst.</translation>
  </message>
  <message>
   <source>Live trading is armed, and its key is in a locked vault</source>
   <translation>Echter Handel ist scharf gestellt, und sein Schlüssel liegt in einem verschlossenen Tresor</translation>
  </message>
  <message>
   <source>Live: orders are sent to {account}. {rest}</source>
   <translation>Live: Aufträge gehen an {account}. {rest}</translation>
  </message>
  <message>
   <source>Loading earlier candles …</source>
   <translation>Frühere Kerzen werden geladen …</translation>
  </message>
  <message>
   <source>Loading {symbol}, {timeframe} …</source>
   <translation>{symbol}, {timeframe} wird geladen …</translation>
  </message>
  <message>
   <source>Log</source>
   <translation>Protokoll</translation>
  </message>
  <message>
   <source>Logarithmic prices	L</source>
   <translation>Logarithmische Preise	L</translation>
  </message>
  <message>
   <source>Log…</source>
   <translation>Protokoll…</translation>
  </message>
  <message>
   <source>Long calls against short calls on a symbol must leave at least this much.</source>
   <translation>Long-Rufe gegen Short-Rufe auf ein Symbol müssen mindestens so viel übrig lassen.</translation>
  </message>
  <message>
   <source>Look</source>
   <translation>Aussehen</translation>
  </message>
  <message>
   <source>Look again</source>
   <translation>Noch einmal nachsehen</translation>
  </message>
  <message>
   <source>Look at the reading…</source>
   <translation>Die Lesung ansehen…</translation>
  </message>
  <message>
   <source>Look every</source>
   <translation>Nachsehen alle</translation>
  </message>
  <message>
   <source>Look further back</source>
   <translation>Weiter zurück</translation>
  </message>
  <message>
   <source>Look one up by the address of the page, or choose from Binance's list. Who is followed stands here.</source>
   <translation>Suche einen über die Adresse seiner Seite oder wähle aus der Liste von Binance. Wem du folgst, steht hier.</translation>
  </message>
  <message>
   <source>Look up</source>
   <translation>Nachschlagen</translation>
  </message>
  <message>
   <source>Look: follow the system</source>
   <translation>Aussehen: wie das System</translation>
  </message>
  <message>
   <source>Look: {look}</source>
   <translation>Aussehen: {look}</translation>
  </message>
  <message>
   <source>Looking for a keyring…</source>
   <translation>Ein Schlüsselbund wird gesucht…</translation>
  </message>
  <message>
   <source>Loosen it</source>
   <translation>Lockern</translation>
  </message>
  <message>
   <source>Loosen the stop?</source>
   <translation>Den Stop lockern?</translation>
  </message>
  <message>
   <source>Loss today</source>
   <translation>Verlust heute</translation>
  </message>
  <message>
   <source>Losses</source>
   <translation>Verluste</translation>
  </message>
  <message>
   <source>MIT licence, without any warranty. Trading is at your own risk.</source>
   <translation>MIT-Lizenz, ohne jede Gewähr. Gehandelt wird auf eigenes Risiko.</translation>
  </message>
  <message>
   <source>Made from</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Made from {days} finished days (00:00 to 24:00 UTC), a year of 365.</source>
   <translation>Aus {days} vollen Tagen (00:00 bis 24:00 UTC), ein Jahr zu 365.</translation>
  </message>
  <message>
   <source>Make a key at Binance that may read and trade, and must not withdraw or transfer. Bind it to your own address if you can.</source>
   <translation>Lege bei Binance einen Schlüssel an, der lesen und handeln darf, aber nicht abheben oder übertragen. Binde ihn an deine eigene Adresse, wenn du kannst.</translation>
  </message>
  <message>
   <source>Make the vault</source>
   <translation>Tresor anlegen</translation>
  </message>
  <message>
   <source>Margin held</source>
   <translation>Gebundene Margin</translation>
  </message>
  <message>
   <source>Market</source>
   <translation>Markt</translation>
  </message>
  <message>
   <source>Markets and accounts</source>
   <translation>Märkte und Konten</translation>
  </message>
  <message>
   <source>Markets and accounts…</source>
   <translation>Märkte und Konten…</translation>
  </message>
  <message>
   <source>Max drawdown</source>
   <translation>Größter Rückgang</translation>
  </message>
  <message>
   <source>Mean daily return over its standard deviation, for a year (Sharpe 1994), risk-free rate 0.</source>
   <translation>Mittlerer Tagesertrag durch seine Standardabweichung, auf ein Jahr (Sharpe 1994), risikofreier Zins 0.</translation>
  </message>
  <message>
   <source>Mean daily return over the deviation of losing days alone, for a year (Rollinger and Hoffman).</source>
   <translation>Mittlerer Tagesertrag durch die Abweichung allein der Verlusttage, auf ein Jahr (Rollinger und Hoffman).</translation>
  </message>
  <message>
   <source>Measure	M, or Shift and drag</source>
   <translation>Messen	M, oder Umschalt und ziehen</translation>
  </message>
  <message>
   <source>Menu</source>
   <translation>Menü</translation>
  </message>
  <message>
   <source>Message</source>
   <translation>Nachricht</translation>
  </message>
  <message>
   <source>Message of {name}, {when}: {word}</source>
   <translation>Nachricht von {name}, {when}: {word}</translation>
  </message>
  <message>
   <source>Messages and what became of them</source>
   <translation>Nachrichten und was aus ihnen wurde</translation>
  </message>
  <message>
   <source>Messages as they would be read now</source>
   <translation>Nachrichten, wie sie jetzt gelesen würden</translation>
  </message>
  <message>
   <source>Minutes</source>
   <translation>Minuten</translation>
  </message>
  <message>
   <source>Money</source>
   <translation>Geld</translation>
  </message>
  <message>
   <source>Money that moved otherwise than by trades</source>
   <translation>Geld, das anders als durch Trades bewegt wurde</translation>
  </message>
  <message>
   <source>More</source>
   <translation>Mehr</translation>
  </message>
  <message>
   <source>More for this chart</source>
   <translation>Mehr für diesen Chart</translation>
  </message>
  <message>
   <source>More for this chart

← → pan, with Shift further
+ − zoom
Home, End oldest and newest
0 scale by itself
1 to 6 timeframe, from 1m to 1d
L logarithmic prices, H hollow candles
I indicators
F full screen
S show the stop
M measure, or Shift and drag
Tab next line, ↑ ↓ move it, Enter confirms, Esc takes it back</source>
   <translation>Mehr für diesen Chart

← → verschieben, mit Umschalt weiter
+ − vergrößern
Pos1, Ende älteste und neueste
0 von selbst skalieren
1 bis 6 Zeiteinheit, von 1m bis 1d
L logarithmische Preise, H hohle Kerzen
I Indikatoren
F Vollbild
S den Stop zeigen
M messen, oder Umschalt und ziehen
Tab nächste Linie, ↑ ↓ verschieben sie, Enter bestätigt, Esc nimmt zurück</translation>
  </message>
  <message>
   <source>More symbols</source>
   <translation>Mehr Symbole</translation>
  </message>
  <message>
   <source>Most notional of all positions over equity.</source>
   <translation>Größter Nennwert aller Positionen durch das Kapital.</translation>
  </message>
  <message>
   <source>Most of the equity in one trade.</source>
   <translation>Größter Anteil am Kapital in einem Trade.</translation>
  </message>
  <message>
   <source>Most positions open at once.</source>
   <translation>Höchste Zahl gleichzeitig offener Positionen.</translation>
  </message>
  <message>
   <source>Move it</source>
   <translation>Verschieben</translation>
  </message>
  <message>
   <source>Move stop…</source>
   <translation>Stop verschieben…</translation>
  </message>
  <message>
   <source>Move the stop further away?</source>
   <translation>Den Stop weiter weg schieben?</translation>
  </message>
  <message>
   <source>Move the stop to {price}</source>
   <translation>Stop auf {price} setzen</translation>
  </message>
  <message>
   <source>Move the stop…</source>
   <translation>Stop verschieben…</translation>
  </message>
  <message>
   <source>Moving</source>
   <translation>Wird verschoben</translation>
  </message>
  <message>
   <source>Moving the {word}</source>
   <translation>{word} verschieben</translation>
  </message>
  <message>
   <source>Multiplies the confidence of every call of the source, 0 to 1.</source>
   <translation>Vervielfacht die Zuversicht jedes Rufs der Quelle, 0 bis 1.</translation>
  </message>
  <message>
   <source>Must be a whole number, not “{typed}”.</source>
   <translation>Muss eine ganze Zahl sein, nicht „{typed}“.</translation>
  </message>
  <message>
   <source>Must be from 0 to 1, not “{typed}”.</source>
   <translation>Muss von 0 bis 1 sein, nicht „{typed}“.</translation>
  </message>
  <message>
   <source>NO CALL</source>
   <translation>KEIN RUF</translation>
  </message>
  <message>
   <source>NONE</source>
   <translation>KEINE</translation>
  </message>
  <message>
   <source>Neither gain nor loss: no figure of results counts it</source>
   <translation>Weder Gewinn noch Verlust: keine Ergebniszahl zählt es</translation>
  </message>
  <message>
   <source>Never these symbols</source>
   <translation>Nie diese Symbole</translation>
  </message>
  <message>
   <source>Never these symbols; stronger than the whitelist.</source>
   <translation>Nie diese Symbole; stärker als die Positivliste.</translation>
  </message>
  <message>
   <source>Never trade {name} with real money.</source>
   <translation>{name} nie mit echtem Geld handeln.</translation>
  </message>
  <message>
   <source>Never traded. Stronger than the list above.</source>
   <translation>Nie gehandelt. Stärker als die Liste darüber.</translation>
  </message>
  <message>
   <source>New calls are now traded at {factor} for all.</source>
   <translation>Neue Rufe werden jetzt für alle mit {factor} gehandelt.</translation>
  </message>
  <message>
   <source>New passphrase</source>
   <translation>Neue Passphrase</translation>
  </message>
  <message>
   <source>New stop</source>
   <translation>Neuer Stop</translation>
  </message>
  <message>
   <source>New targets, separated by spaces</source>
   <translation>Neue Ziele, mit Leerzeichen getrennt</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>Weiter</translation>
  </message>
  <message>
   <source>Next call</source>
   <translation>Nächster Ruf</translation>
  </message>
  <message>
   <source>Next chart</source>
   <translation>Nächster Chart</translation>
  </message>
  <message>
   <source>No QR code yet</source>
   <translation>Noch kein QR-Code</translation>
  </message>
  <message>
   <source>No call</source>
   <translation>Kein Ruf</translation>
  </message>
  <message>
   <source>No call that it blocked has come to its end on paper yet</source>
   <translation>Noch kein Ruf, den sie blockiert hat, ist auf Papier zu Ende</translation>
  </message>
  <message>
   <source>No calls yet. Here you will see which of the last 50 your filters block.</source>
   <translation>Noch keine Rufe. Hier siehst du, welche der letzten 50 deine Filter blockieren.</translation>
  </message>
  <message>
   <source>No candles yet</source>
   <translation>Noch keine Kerzen</translation>
  </message>
  <message>
   <source>No channel has written yet</source>
   <translation>Noch kein Kanal hat geschrieben</translation>
  </message>
  <message>
   <source>No chat is chosen</source>
   <translation>Kein Chat gewählt</translation>
  </message>
  <message>
   <source>No chat matches</source>
   <translation>Kein Chat passt</translation>
  </message>
  <message>
   <source>No chats</source>
   <translation>Keine Chats</translation>
  </message>
  <message>
   <source>No closed trade yet</source>
   <translation>Noch kein abgeschlossener Trade</translation>
  </message>
  <message>
   <source>No closed trade yet.</source>
   <translation>Noch kein abgeschlossener Trade.</translation>
  </message>
  <message>
   <source>No code? It comes to the Telegram app on your other devices first, in the chat named “Telegram”. A code ends after a few minutes, and when it was shown to anybody in a chat.</source>
   <translation>Kein Code? Er kommt zuerst in der Telegram-App auf deinen anderen Geräten an, im Chat namens „Telegram“. Ein Code endet nach ein paar Minuten, und wenn er irgendwem in einem Chat gezeigt wurde.</translation>
  </message>
  <message>
   <source>No drills here</source>
   <translation>Hier gibt es keine Proben</translation>
  </message>
  <message>
   <source>No entries any more. Stops, targets and closing go on until nothing is open; then EchoTrade is on paper again.</source>
   <translation>Keine Einstiege mehr. Stops, Ziele und Schließen gehen weiter, bis nichts mehr offen ist; dann ist EchoTrade wieder auf Papier.</translation>
  </message>
  <message>
   <source>No entries any more: back to paper when nothing is open.</source>
   <translation>Keine Einstiege mehr: zurück auf Papier, sobald nichts mehr offen ist.</translation>
  </message>
  <message>
   <source>No entries now: {figures}</source>
   <translation>Jetzt keine Einstiege: {figures}</translation>
  </message>
  <message>
   <source>No limit set by you: {names}</source>
   <translation>Keine Grenze von dir: {names}</translation>
  </message>
  <message>
   <source>No login has begun. Start again with your phone number, a QR code or a bot token.</source>
   <translation>Es läuft keine Anmeldung. Beginne noch einmal mit deiner Telefonnummer, einem QR-Code oder einem Bot-Token.</translation>
  </message>
  <message>
   <source>No messages yet</source>
   <translation>Noch keine Nachrichten</translation>
  </message>
  <message>
   <source>No money moved but by trades</source>
   <translation>Kein Geld wurde außer durch Trades bewegt</translation>
  </message>
  <message>
   <source>No new entries: {reason}.</source>
   <translation>Keine neuen Einstiege: {reason}.</translation>
  </message>
  <message>
   <source>No open positions</source>
   <translation>Keine offenen Positionen</translation>
  </message>
  <message>
   <source>No price has come in yet</source>
   <translation>Noch kein Preis angekommen</translation>
  </message>
  <message>
   <source>No price yet</source>
   <translation>Noch kein Preis</translation>
  </message>
  <message>
   <source>No setting holds these words.</source>
   <translation>Keine Einstellung enthält diese Wörter.</translation>
  </message>
  <message>
   <source>No stop covers it</source>
   <translation>Kein Stop deckt sie</translation>
  </message>
  <message>
   <source>No stop covers this position</source>
   <translation>Kein Stop deckt diese Position</translation>
  </message>
  <message>
   <source>No such messages</source>
   <translation>Keine solchen Nachrichten</translation>
  </message>
  <message>
   <source>No symbol chosen</source>
   <translation>Kein Symbol gewählt</translation>
  </message>
  <message>
   <source>No symbol yet</source>
   <translation>Noch kein Symbol</translation>
  </message>
  <message>
   <source>No target; double-click or F2 to set one</source>
   <translation>Kein Ziel; Doppelklick oder F2, um eines zu setzen</translation>
  </message>
  <message>
   <source>No untraded call has come to its end on paper yet.{still}</source>
   <translation>Noch kein nicht gehandelter Ruf ist auf Papier zu Ende.{still}</translation>
  </message>
  <message>
   <source>No vault</source>
   <translation>Kein Tresor</translation>
  </message>
  <message>
   <source>No words are kept of this message.</source>
   <translation>Von dieser Nachricht sind keine Worte erhalten.</translation>
  </message>
  <message>
   <source>Nobody can open it without its passphrase, EchoTrade neither. Its file is kept under another name, in case you remember. Until then its exchange keys and the Telegram login are lost: enter the keys and sign in again. Your positions, history and settings are not in it and stay.</source>
   <translation>Ohne seine Passphrase kann ihn niemand öffnen, auch EchoTrade nicht. Seine Datei bleibt unter anderem Namen erhalten, falls sie dir wieder einfällt. Bis dahin sind Börsenschlüssel und Telegram-Anmeldung darin verloren: Gib die Schlüssel neu ein und melde dich neu an. Positionen, Verlauf und Einstellungen liegen nicht darin und bleiben.</translation>
  </message>
  <message>
   <source>Nobody can recover it: keep it in a password manager. A service needs the new one in its file, too.</source>
   <translation>Niemand kann sie wiederherstellen: Verwahre sie in einem Passwortmanager. Auch ein Dienst braucht die neue in seiner Datei.</translation>
  </message>
  <message>
   <source>Nobody decided</source>
   <translation>Niemand entschied</translation>
  </message>
  <message>
   <source>Nobody has brought anything yet</source>
   <translation>Noch hat niemand etwas gebracht</translation>
  </message>
  <message>
   <source>Nobody has called yet</source>
   <translation>Noch niemand hat gerufen</translation>
  </message>
  <message>
   <source>None</source>
   <translation>Keine</translation>
  </message>
  <message>
   <source>None yet. Click a number in a message and say what it is, or add a word here.</source>
   <translation>Noch keine. Klicke auf eine Zahl in einer Nachricht und sage, was sie ist, oder füge hier ein Wort hinzu.</translation>
  </message>
  <message>
   <source>Not among your chats any more</source>
   <translation>Nicht mehr unter deinen Chats</translation>
  </message>
  <message>
   <source>Not enough data</source>
   <translation>Zu wenig Daten</translation>
  </message>
  <message>
   <source>Not executed</source>
   <translation>Nicht ausgeführt</translation>
  </message>
  <message>
   <source>Not executed: {call}. {reason}</source>
   <translation>Nicht ausgeführt: {call}. {reason}</translation>
  </message>
  <message>
   <source>Not followed. Following reads its new posts from now on; a call among them comes to your queue.</source>
   <translation>Nicht gefolgt. Wer folgt, liest ab jetzt seine neuen Beiträge; ein Ruf darunter kommt in deine Warteschlange.</translation>
  </message>
  <message>
   <source>Not followed. Following reads new posts of the people you choose; everybody else is dropped.</source>
   <translation>Nicht gefolgt. Wer folgt, liest neue Beiträge der Leute, die du wählst; alle anderen fallen weg.</translation>
  </message>
  <message>
   <source>Not followed. Following reads what this person writes to you from now on.</source>
   <translation>Nicht gefolgt. Wer folgt, liest ab jetzt, was diese Person dir schreibt.</translation>
  </message>
  <message>
   <source>Not measured yet.</source>
   <translation>Noch nicht gemessen.</translation>
  </message>
  <message>
   <source>Not now</source>
   <translation>Nicht jetzt</translation>
  </message>
  <message>
   <source>Not traded</source>
   <translation>Nicht gehandelt</translation>
  </message>
  <message>
   <source>Not trading {calls} {word} {money} after fees.{still}</source>
   <translation>{calls} nicht zu handeln hat nach Gebühren {money} {word}.{still}</translation>
  </message>
  <message>
   <source>Not understood</source>
   <translation>Nicht verstanden</translation>
  </message>
  <message>
   <source>Nothing blocked or rejected so far</source>
   <translation>Bisher nichts blockiert oder abgelehnt</translation>
  </message>
  <message>
   <source>Nothing closed yet</source>
   <translation>Noch nichts geschlossen</translation>
  </message>
  <message>
   <source>Nothing found</source>
   <translation>Nichts gefunden</translation>
  </message>
  <message>
   <source>Nothing has been connected, and nothing will be before you agree.</source>
   <translation>Nichts wurde verbunden, und nichts wird es, bevor du zustimmst.</translation>
  </message>
  <message>
   <source>Nothing has happened yet</source>
   <translation>Noch ist nichts geschehen</translation>
  </message>
  <message>
   <source>Nothing has these letters. Try a word of what you want to do.</source>
   <translation>Nichts hat diese Buchstaben. Versuche ein Wort von dem, was du tun willst.</translation>
  </message>
  <message>
   <source>Nothing here is of that kind.</source>
   <translation>Davon gibt es hier nichts.</translation>
  </message>
  <message>
   <source>Nothing is decided on a price that is older.</source>
   <translation>Auf einen älteren Preis hin wird nichts entschieden.</translation>
  </message>
  <message>
   <source>Nothing is open</source>
   <translation>Nichts ist offen</translation>
  </message>
  <message>
   <source>Nothing is opened within them: news, funding, holidays.</source>
   <translation>Darin wird nichts eröffnet: Nachrichten, Funding, Feiertage.</translation>
  </message>
  <message>
   <source>Nothing is sent to an exchange until you arm live trading yourself; it says LIVE then.</source>
   <translation>An eine Börse geht nichts, bis du den echten Handel selbst scharf stellst; dann steht LIVE da.</translation>
  </message>
  <message>
   <source>Nothing matches</source>
   <translation>Nichts passt</translation>
  </message>
  <message>
   <source>Nothing to protect yet</source>
   <translation>Noch nichts zu schützen</translation>
  </message>
  <message>
   <source>Nothing waits for you</source>
   <translation>Nichts wartet auf dich</translation>
  </message>
  <message>
   <source>Nothing was filled</source>
   <translation>Nichts wurde ausgeführt</translation>
  </message>
  <message>
   <source>Nothing: this call has no size yet.</source>
   <translation>Nichts: Dieser Ruf hat noch keine Größe.</translation>
  </message>
  <message>
   <source>Notices</source>
   <translation>Meldungen</translation>
  </message>
  <message>
   <source>Notices, new ones</source>
   <translation>Meldungen, es gibt neue</translation>
  </message>
  <message>
   <source>Notifications</source>
   <translation>Benachrichtigungen</translation>
  </message>
  <message>
   <source>Now</source>
   <translation>Jetzt</translation>
  </message>
  <message>
   <source>Now: {figures}</source>
   <translation>Jetzt: {figures}</translation>
  </message>
  <message>
   <source>Number of the data centre.</source>
   <translation>Nummer des Rechenzentrums.</translation>
  </message>
  <message>
   <source>Number or address of a portfolio</source>
   <translation>Nummer oder Adresse eines Portfolios</translation>
  </message>
  <message>
   <source>Numbers and dates</source>
   <translation>Zahlen und Daten</translation>
  </message>
  <message>
   <source>Numeric id of somebody else whose posts count</source>
   <translation>Kennnummer von jemand anderem, dessen Beiträge zählen</translation>
  </message>
  <message>
   <source>Of a group with topics: the number in a link to it, t.me/c/…/NUMBER. Empty: all.</source>
   <translation>In einer Gruppe mit Themen: die Zahl in einem Link darauf, t.me/c/…/ZAHL. Leer: alle.</translation>
  </message>
  <message>
   <source>Of each paper order, as a share of what it is worth.</source>
   <translation>Von jedem Papierauftrag, als Anteil seines Werts.</translation>
  </message>
  <message>
   <source>Of equity</source>
   <translation>Vom Kapital</translation>
  </message>
  <message>
   <source>Of open positions, fees included</source>
   <translation>Von offenen Positionen, mit Gebühren</translation>
  </message>
  <message>
   <source>Of the last call</source>
   <translation>Vom letzten Ruf</translation>
  </message>
  <message>
   <source>Of the last {count} calls</source>
   <translation>Von den letzten {count} Rufen</translation>
  </message>
  <message>
   <source>Of these, followed on paper to their end</source>
   <translation>Davon auf Papier bis ans Ende verfolgt</translation>
  </message>
  <message>
   <source>Of these, still followed on paper</source>
   <translation>Davon noch auf Papier verfolgt</translation>
  </message>
  <message>
   <source>Of {closed_trades} closed trades.</source>
   <translation>Von {closed_trades} abgeschlossenen Trades.</translation>
  </message>
  <message>
   <source>Off</source>
   <translation>Aus</translation>
  </message>
  <message>
   <source>Off: nothing of it is read; what was read stays.</source>
   <translation>Aus: Nichts davon wird gelesen; was gelesen ist, bleibt.</translation>
  </message>
  <message>
   <source>Oldest a call may be when it arrives.</source>
   <translation>Wie alt ein Ruf bei der Ankunft höchstens sein darf.</translation>
  </message>
  <message>
   <source>On paper only</source>
   <translation>Nur auf Papier</translation>
  </message>
  <message>
   <source>On paper {way}, {end}</source>
   <translation>Auf Papier {way}, {end}</translation>
  </message>
  <message>
   <source>On spot EchoTrade does not book what you pay in, take out or trade by hand. Its cash and results go by what was there when live trading began, and by its own trades.</source>
   <translation>Am Spotmarkt bucht EchoTrade nicht, was du einzahlst, abhebst oder von Hand handelst. Sein Guthaben und seine Ergebnisse gehen von dem aus, was beim Beginn des Echtgeldhandels da war, und von seinen eigenen Geschäften.</translation>
  </message>
  <message>
   <source>Once</source>
   <translation>Einmal</translation>
  </message>
  <message>
   <source>Once this target is hit, the stop moves to the entry. For new positions. Empty: never.</source>
   <translation>Ist dieses Ziel erreicht, rückt der Stop auf den Einstieg. Für neue Positionen. Leer: nie.</translation>
  </message>
  <message>
   <source>One chart</source>
   <translation>Ein Chart</translation>
  </message>
  <message>
   <source>One click takes you back: Menu, Back to paper trading.</source>
   <translation>Ein Klick bringt dich zurück: Menü, Zurück zum Papierhandel.</translation>
  </message>
  <message>
   <source>Only one topic</source>
   <translation>Nur ein Thema</translation>
  </message>
  <message>
   <source>Only these are traded, with commas between them. Empty: any.</source>
   <translation>Nur diese werden gehandelt, mit Kommas dazwischen. Leer: jedes.</translation>
  </message>
  <message>
   <source>Only these sources</source>
   <translation>Nur diese Quellen</translation>
  </message>
  <message>
   <source>Only these sources, when there are any.</source>
   <translation>Nur diese Quellen, wenn welche dastehen.</translation>
  </message>
  <message>
   <source>Only these symbols</source>
   <translation>Nur diese Symbole</translation>
  </message>
  <message>
   <source>Only these symbols, when there are any.</source>
   <translation>Nur diese Symbole, wenn welche dastehen.</translation>
  </message>
  <message>
   <source>Only these traders</source>
   <translation>Nur diese Händler</translation>
  </message>
  <message>
   <source>Only these traders, by id, when there are any.</source>
   <translation>Nur diese Händler, nach Kennung, wenn welche dastehen.</translation>
  </message>
  <message>
   <source>Open</source>
   <translation>Offen</translation>
  </message>
  <message>
   <source>Open EchoTrade</source>
   <translation>EchoTrade öffnen</translation>
  </message>
  <message>
   <source>Open P&amp;L</source>
   <translation>Offenes Ergebnis</translation>
  </message>
  <message>
   <source>Open Telegram on your phone</source>
   <translation>Öffne Telegram auf deinem Telefon</translation>
  </message>
  <message>
   <source>Open a profile, or an empty folder for a new one</source>
   <translation>Ein Profil öffnen, oder einen leeren Ordner für ein neues</translation>
  </message>
  <message>
   <source>Open another…</source>
   <translation>Anderes öffnen…</translation>
  </message>
  <message>
   <source>Open chart</source>
   <translation>Chart öffnen</translation>
  </message>
  <message>
   <source>Open my.telegram.org</source>
   <translation>my.telegram.org öffnen</translation>
  </message>
  <message>
   <source>Open position</source>
   <translation>Offene Position</translation>
  </message>
  <message>
   <source>Open positions</source>
   <translation>Offene Positionen</translation>
  </message>
  <message>
   <source>Open positions against the most you allow at a time.</source>
   <translation>Offene Positionen gegen das, was du höchstens zugleich erlaubst.</translation>
  </message>
  <message>
   <source>Open positions at the newest price</source>
   <translation>Offene Positionen zum neuesten Preis</translation>
  </message>
  <message>
   <source>Open positions for now</source>
   <translation>Offene Positionen vorerst</translation>
  </message>
  <message>
   <source>Open positions of this ledger</source>
   <translation>Offene Positionen dieses Buchs</translation>
  </message>
  <message>
   <source>Open; closing now would bring</source>
   <translation>Offen; jetzt zu schließen brächte</translation>
  </message>
  <message>
   <source>Opening…</source>
   <translation>Wird geöffnet…</translation>
  </message>
  <message>
   <source>Options of {name}</source>
   <translation>Optionen von {name}</translation>
  </message>
  <message>
   <source>Options of {name} are saved.</source>
   <translation>Optionen von {name} sind gespeichert.</translation>
  </message>
  <message>
   <source>Options…</source>
   <translation>Optionen…</translation>
  </message>
  <message>
   <source>Orders</source>
   <translation>Aufträge</translation>
  </message>
  <message>
   <source>Other people's calls, under your rules</source>
   <translation>Rufe anderer, unter deinen Regeln</translation>
  </message>
  <message>
   <source>Out of sight. Double-click shows it; or drag it from here.</source>
   <translation>Nicht im Bild. Doppelklick zeigt sie; oder zieh sie von hier.</translation>
  </message>
  <message>
   <source>Outcome</source>
   <translation>Ausgang</translation>
  </message>
  <message>
   <source>Outside them nothing is opened; stops and targets go on. Hours may run over midnight.</source>
   <translation>Außerhalb wird nichts eröffnet; Stops und Ziele gehen weiter. Zeiten dürfen über Mitternacht laufen.</translation>
  </message>
  <message>
   <source>Overview</source>
   <translation>Überblick</translation>
  </message>
  <message>
   <source>P&amp;L</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <source>PAPER</source>
   <translation>PAPIER</translation>
  </message>
  <message>
   <source>PRACTICE</source>
   <translation>ÜBUNG</translation>
  </message>
  <message>
   <source>PRACTICE MARKET</source>
   <translation>ÜBUNGSMARKT</translation>
  </message>
  <message>
   <source>Paid in</source>
   <translation>Eingezahlt</translation>
  </message>
  <message>
   <source>Paper account</source>
   <translation>Papierkonto</translation>
  </message>
  <message>
   <source>Paper for now</source>
   <translation>Vorerst Papier</translation>
  </message>
  <message>
   <source>Paper money: nothing is sent to an exchange</source>
   <translation>Papiergeld: An eine Börse geht nichts</translation>
  </message>
  <message>
   <source>Paper only</source>
   <translation>Nur Papier</translation>
  </message>
  <message>
   <source>Paper: fee of a market order, as a share.</source>
   <translation>Papier: Gebühr eines Marktauftrags, als Anteil.</translation>
  </message>
  <message>
   <source>Paper: the most a market order slips beyond the quote, as a share.</source>
   <translation>Papier: wie weit ein Marktauftrag höchstens am Kurs vorbeirutscht, als Anteil.</translation>
  </message>
  <message>
   <source>Passes at {told}</source>
   <translation>Besteht bei {told}</translation>
  </message>
  <message>
   <source>Passes if {told}</source>
   <translation>Besteht, wenn {told}</translation>
  </message>
  <message>
   <source>Passphrase</source>
   <translation>Passphrase</translation>
  </message>
  <message>
   <source>Passphrase file</source>
   <translation>Datei der Passphrase</translation>
  </message>
  <message>
   <source>Passphrase now</source>
   <translation>Jetzige Passphrase</translation>
  </message>
  <message>
   <source>Passphrase of the vault</source>
   <translation>Passphrase des Tresors</translation>
  </message>
  <message>
   <source>Password</source>
   <translation>Passwort</translation>
  </message>
  <message>
   <source>Paste</source>
   <translation>Einfügen</translation>
  </message>
  <message>
   <source>Paste the address of a lead trader's page first.</source>
   <translation>Füge zuerst die Adresse der Seite eines Lead-Traders ein.</translation>
  </message>
  <message>
   <source>Pattern</source>
   <translation>Muster</translation>
  </message>
  <message>
   <source>Pattern with named groups</source>
   <translation>Muster mit benannten Gruppen</translation>
  </message>
  <message>
   <source>Pause entries</source>
   <translation>Einstiege anhalten</translation>
  </message>
  <message>
   <source>Period</source>
   <translation>Zeitraum</translation>
  </message>
  <message>
   <source>Perpetuals</source>
   <translation>Perpetuals</translation>
  </message>
  <message>
   <source>Person</source>
   <translation>Person</translation>
  </message>
  <message>
   <source>Phone number</source>
   <translation>Telefonnummer</translation>
  </message>
  <message>
   <source>Pictures (*.png)</source>
   <translation>Bilder (*.png)</translation>
  </message>
  <message>
   <source>Placing the stop</source>
   <translation>Stop wird gesetzt</translation>
  </message>
  <message>
   <source>Point the phone at this code</source>
   <translation>Richte das Telefon auf diesen Code</translation>
  </message>
  <message>
   <source>Port</source>
   <translation>Port</translation>
  </message>
  <message>
   <source>Portfolio</source>
   <translation>Depot</translation>
  </message>
  <message>
   <source>Portfolio {portfolio_id}, shows open positions</source>
   <translation>Portfolio {portfolio_id}, zeigt offene Positionen</translation>
  </message>
  <message>
   <source>Position</source>
   <translation>Position</translation>
  </message>
  <message>
   <source>Positions</source>
   <translation>Positionen</translation>
  </message>
  <message>
   <source>Positions and minutes must be whole numbers.</source>
   <translation>Positionen und Minuten müssen ganze Zahlen sein.</translation>
  </message>
  <message>
   <source>Positions for now</source>
   <translation>Positionen vorerst</translation>
  </message>
  <message>
   <source>Positions that lead traders open on Binance come as calls. Binance offers no official way to read them: the pages may change or stop answering at any time.</source>
   <translation>Positionen, die Lead-Trader auf Binance öffnen, kommen als Rufe. Binance bietet keinen offiziellen Weg, sie zu lesen: Die Seiten können sich jederzeit ändern oder nicht mehr antworten.</translation>
  </message>
  <message>
   <source>Posts of everybody else are counted and dropped, unread and not stored.</source>
   <translation>Beiträge aller anderen werden gezählt und fallen weg, ungelesen und ungespeichert.</translation>
  </message>
  <message>
   <source>Posts of {name} count</source>
   <translation>Beiträge von {name} zählen</translation>
  </message>
  <message>
   <source>Practice channel</source>
   <translation>Übungskanal</translation>
  </message>
  <message>
   <source>Practice market</source>
   <translation>Übungsmarkt</translation>
  </message>
  <message>
   <source>Practice market or live prices</source>
   <translation>Übungsmarkt oder echte Preise</translation>
  </message>
  <message>
   <source>Previous call</source>
   <translation>Voriger Ruf</translation>
  </message>
  <message>
   <source>Previous chart</source>
   <translation>Voriger Chart</translation>
  </message>
  <message>
   <source>Price</source>
   <translation>Preis</translation>
  </message>
  <message>
   <source>Price drift</source>
   <translation>Abweichung des Preises</translation>
  </message>
  <message>
   <source>Prices</source>
   <translation>Preise</translation>
  </message>
  <message>
   <source>Prices are made up by this app: no real market</source>
   <translation>Preise sind von dieser App erfunden: kein echter Markt</translation>
  </message>
  <message>
   <source>Prices are on their way. The chart opens with the first of them.</source>
   <translation>Preise sind unterwegs. Der Chart öffnet sich mit dem ersten.</translation>
  </message>
  <message>
   <source>Prices are real now. Trouble can be rehearsed on the practice market, which is one press away.</source>
   <translation>Die Preise sind jetzt echt. Ärger übst du auf dem Übungsmarkt, er ist einen Druck entfernt.</translation>
  </message>
  <message>
   <source>Prices older than this are not decided on.</source>
   <translation>Auf ältere Preise hin wird nichts entschieden.</translation>
  </message>
  <message>
   <source>Priority</source>
   <translation>Rang</translation>
  </message>
  <message>
   <source>Profile</source>
   <translation>Profil</translation>
  </message>
  <message>
   <source>Profit factor</source>
   <translation>Gewinnfaktor</translation>
  </message>
  <message>
   <source>Protection</source>
   <translation>Schutz</translation>
  </message>
  <message>
   <source>Public key file</source>
   <translation>Datei des öffentlichen Schlüssels</translation>
  </message>
  <message>
   <source>QR code</source>
   <translation>QR-Code</translation>
  </message>
  <message>
   <source>QR code for signing in</source>
   <translation>QR-Code zum Anmelden</translation>
  </message>
  <message>
   <source>Quantity</source>
   <translation>Menge</translation>
  </message>
  <message>
   <source>Quiet hours</source>
   <translation>Ruhezeiten</translation>
  </message>
  <message>
   <source>Quit</source>
   <translation>Beenden</translation>
  </message>
  <message>
   <source>Quote currency of a coin named alone</source>
   <translation>Gegenwährung einer Münze, die allein genannt ist</translation>
  </message>
  <message>
   <source>REFUSED</source>
   <translation>ABGEWIESEN</translation>
  </message>
  <message>
   <source>Read</source>
   <translation>Gelesen</translation>
  </message>
  <message>
   <source>Read again</source>
   <translation>Neu lesen</translation>
  </message>
  <message>
   <source>Read calls from your Telegram</source>
   <translation>Rufe aus deinem Telegram lesen</translation>
  </message>
  <message>
   <source>Read new posts</source>
   <translation>Neue Beiträge lesen</translation>
  </message>
  <message>
   <source>Reading your chats…</source>
   <translation>Deine Chats werden gelesen…</translation>
  </message>
  <message>
   <source>Reading {reading_confidence} sure. {notes}</source>
   <translation>Lesung {reading_confidence} sicher. {notes}</translation>
  </message>
  <message>
   <source>Reading…</source>
   <translation>Wird gelesen…</translation>
  </message>
  <message>
   <source>Ready in a moment</source>
   <translation>Gleich bereit</translation>
  </message>
  <message>
   <source>Real</source>
   <translation>Echt</translation>
  </message>
  <message>
   <source>Real money</source>
   <translation>Echtes Geld</translation>
  </message>
  <message>
   <source>Real or practice</source>
   <translation>Echt oder Übung</translation>
  </message>
  <message>
   <source>Realised, after fees</source>
   <translation>Realisiert, netto</translation>
  </message>
  <message>
   <source>Rebate or reward</source>
   <translation>Rabatt oder Prämie</translation>
  </message>
  <message>
   <source>Recorded points of the equity curve</source>
   <translation>Festgehaltene Punkte der Kapitalkurve</translation>
  </message>
  <message>
   <source>Refused</source>
   <translation>Abgewiesen</translation>
  </message>
  <message>
   <source>Rehearsal</source>
   <translation>Probe</translation>
  </message>
  <message>
   <source>Rehearse trouble…</source>
   <translation>Ärger proben…</translation>
  </message>
  <message>
   <source>Reject</source>
   <translation>Ablehnen</translation>
  </message>
  <message>
   <source>Reject all chosen</source>
   <translation>Alle gewählten ablehnen</translation>
  </message>
  <message>
   <source>Reject chosen</source>
   <translation>Gewählte ablehnen</translation>
  </message>
  <message>
   <source>Reject the selected call</source>
   <translation>Gewählten Ruf ablehnen</translation>
  </message>
  <message>
   <source>Rejected by you</source>
   <translation>Von dir abgelehnt</translation>
  </message>
  <message>
   <source>Rejected: {call}.</source>
   <translation>Abgelehnt: {call}.</translation>
  </message>
  <message>
   <source>Rejecting…</source>
   <translation>Wird abgelehnt…</translation>
  </message>
  <message>
   <source>Remove these hours</source>
   <translation>Diese Zeiten entfernen</translation>
  </message>
  <message>
   <source>Remove {symbol}</source>
   <translation>{symbol} entfernen</translation>
  </message>
  <message>
   <source>Renewed in {time}</source>
   <translation>Erneuert in {time}</translation>
  </message>
  <message>
   <source>Renewing…</source>
   <translation>Wird erneuert…</translation>
  </message>
  <message>
   <source>Repeats {name}: together they count as one when sources agree</source>
   <translation>Wiederholt {name}: Zusammen zählen sie als einer, wenn Quellen sich einig sind</translation>
  </message>
  <message>
   <source>Repeats {name}: together they count as one when sources agree.</source>
   <translation>Wiederholt {name}: Zusammen zählen sie als einer, wenn Quellen sich einig sind.</translation>
  </message>
  <message>
   <source>Reputation</source>
   <translation>Reputation</translation>
  </message>
  <message>
   <source>Reputation: nine chances in ten that the win rate is from {low} to {high}</source>
   <translation>Reputation: Neun von zehn Malen liegt die Trefferquote zwischen {low} und {high}</translation>
  </message>
  <message>
   <source>Reset the layout</source>
   <translation>Anordnung zurücksetzen</translation>
  </message>
  <message>
   <source>Reset to defaults</source>
   <translation>Auf Vorgaben zurücksetzen</translation>
  </message>
  <message>
   <source>Reset {name} to defaults</source>
   <translation>{name} auf Vorgaben zurücksetzen</translation>
  </message>
  <message>
   <source>Result</source>
   <translation>Ergebnis</translation>
  </message>
  <message>
   <source>Result at the stop that rests on the exchange, fees included</source>
   <translation>Ergebnis am Stop, der an der Börse liegt, mit Gebühren</translation>
  </message>
  <message>
   <source>Result of a closed trade, on average, after fees</source>
   <translation>Ergebnis eines abgeschlossenen Trades im Mittel, nach Gebühren</translation>
  </message>
  <message>
   <source>Results at the stops on the exchange</source>
   <translation>Ergebnisse an den Stops, die an der Börse liegen</translation>
  </message>
  <message>
   <source>Results of everything closed, less all fees paid; those of open positions are among them.</source>
   <translation>Ergebnisse alles Geschlossenen, weniger aller gezahlten Gebühren; die offener Positionen gehören dazu.</translation>
  </message>
  <message>
   <source>Resume below</source>
   <translation>Weiter unter</translation>
  </message>
  <message>
   <source>Resume entries</source>
   <translation>Einstiege fortsetzen</translation>
  </message>
  <message>
   <source>Revoke consent…</source>
   <translation>Einwilligung zurücknehmen…</translation>
  </message>
  <message>
   <source>Risk</source>
   <translation>Risiko</translation>
  </message>
  <message>
   <source>Risk per trade</source>
   <translation>Risiko je Trade</translation>
  </message>
  <message>
   <source>Risk to the stop</source>
   <translation>Risiko bis zum Stop</translation>
  </message>
  <message>
   <source>Room before liquidation</source>
   <translation>Raum vor der Liquidation</translation>
  </message>
  <message>
   <source>Rule</source>
   <translation>Regel</translation>
  </message>
  <message>
   <source>Rules</source>
   <translation>Regeln</translation>
  </message>
  <message>
   <source>Rules and limits</source>
   <translation>Regeln und Grenzen</translation>
  </message>
  <message>
   <source>Rules and limits…</source>
   <translation>Regeln und Grenzen…</translation>
  </message>
  <message>
   <source>Run from source, each library has its licence in its own package.</source>
   <translation>Aus dem Quelltext gestartet: Jede Bibliothek hat ihre Lizenz in ihrem eigenen Paket.</translation>
  </message>
  <message>
   <source>SIMULATED</source>
   <translation>SIMULIERT</translation>
  </message>
  <message>
   <source>SL {where}</source>
   <translation>SL {where}</translation>
  </message>
  <message>
   <source>STALE {age}</source>
   <translation>ALT {age}</translation>
  </message>
  <message>
   <source>Save</source>
   <translation>Speichern</translation>
  </message>
  <message>
   <source>Save 1 change</source>
   <translation>1 Änderung speichern</translation>
  </message>
  <message>
   <source>Save a picture of the chart</source>
   <translation>Ein Bild des Charts speichern</translation>
  </message>
  <message>
   <source>Save a picture of the chart…</source>
   <translation>Bild des Charts speichern…</translation>
  </message>
  <message>
   <source>Save a picture…</source>
   <translation>Bild speichern…</translation>
  </message>
  <message>
   <source>Save anyway</source>
   <translation>Trotzdem speichern</translation>
  </message>
  <message>
   <source>Save {n}</source>
   <translation>{n} speichern</translation>
  </message>
  <message>
   <source>Save {n} changes</source>
   <translation>{n} Änderungen speichern</translation>
  </message>
  <message>
   <source>Saved and in force.</source>
   <translation>Gespeichert und in Kraft.</translation>
  </message>
  <message>
   <source>Saved or cost</source>
   <translation>Erspart oder gekostet</translation>
  </message>
  <message>
   <source>Saved. {names} from the next start on.</source>
   <translation>Gespeichert. {names} gilt ab dem nächsten Start.</translation>
  </message>
  <message>
   <source>Saving…</source>
   <translation>Wird gespeichert…</translation>
  </message>
  <message>
   <source>Scale</source>
   <translation>Größe der Anzeige</translation>
  </message>
  <message>
   <source>Scale the prices by themselves	0</source>
   <translation>Preise von selbst skalieren	0</translation>
  </message>
  <message>
   <source>Sealed file</source>
   <translation>Versiegelte Datei</translation>
  </message>
  <message>
   <source>Search by title, @name or id.</source>
   <translation>Suche nach Titel, @Name oder Kennung.</translation>
  </message>
  <message>
   <source>Search settings</source>
   <translation>Einstellungen durchsuchen</translation>
  </message>
  <message>
   <source>Search your chats</source>
   <translation>Deine Chats durchsuchen</translation>
  </message>
  <message>
   <source>Secret</source>
   <translation>Geheimnis</translation>
  </message>
  <message>
   <source>Secrets</source>
   <translation>Geheimnisse</translation>
  </message>
  <message>
   <source>Sections of the portfolio</source>
   <translation>Abschnitte des Depots</translation>
  </message>
  <message>
   <source>Sells</source>
   <translation>Verkauft</translation>
  </message>
  <message>
   <source>Send a new code</source>
   <translation>Neuen Code senden</translation>
  </message>
  <message>
   <source>Send for real</source>
   <translation>Wirklich senden</translation>
  </message>
  <message>
   <source>Send the code</source>
   <translation>Code senden</translation>
  </message>
  <message>
   <source>Send them for real</source>
   <translation>Wirklich senden</translation>
  </message>
  <message>
   <source>Sending…</source>
   <translation>Wird gesendet…</translation>
  </message>
  <message>
   <source>Server address</source>
   <translation>Adresse des Servers</translation>
  </message>
  <message>
   <source>Service</source>
   <translation>Dienst</translation>
  </message>
  <message>
   <source>Set</source>
   <translation>Setzen</translation>
  </message>
  <message>
   <source>Set it aside</source>
   <translation>Beiseitelegen</translation>
  </message>
  <message>
   <source>Set targets…</source>
   <translation>Ziele setzen…</translation>
  </message>
  <message>
   <source>Set the targets to {prices}</source>
   <translation>Ziele auf {prices} setzen</translation>
  </message>
  <message>
   <source>Set the targets…</source>
   <translation>Ziele setzen…</translation>
  </message>
  <message>
   <source>Set the vault aside?</source>
   <translation>Den Tresor beiseitelegen?</translation>
  </message>
  <message>
   <source>Settings</source>
   <translation>Einstellungen</translation>
  </message>
  <message>
   <source>Settings are written. Keys and sessions are not among them.</source>
   <translation>Die Einstellungen sind geschrieben. Schlüssel und Sitzungen sind nicht dabei.</translation>
  </message>
  <message>
   <source>Settings, Devices, Link Desktop Device</source>
   <translation>Einstellungen, Geräte, Desktop-Gerät verbinden</translation>
  </message>
  <message>
   <source>Settings…</source>
   <translation>Einstellungen…</translation>
  </message>
  <message>
   <source>Share of equity</source>
   <translation>Anteil am Kapital</translation>
  </message>
  <message>
   <source>Share of equity lost when the stop is hit, before multipliers. Used when sizing by risk.</source>
   <translation>Anteil am Kapital, der am Stop verloren geht, vor Faktoren. Gilt bei Größe nach Risiko.</translation>
  </message>
  <message>
   <source>Share of equity lost when the stop is hit; used when sizing is risk.</source>
   <translation>Anteil am Kapital, der am Stop verloren geht; gilt bei Größe nach Risiko.</translation>
  </message>
  <message>
   <source>Share of equity, before confidence and multipliers.</source>
   <translation>Anteil am Kapital, vor Zuversicht und Faktoren.</translation>
  </message>
  <message>
   <source>Share of the way to liquidation that must be left behind the stop.</source>
   <translation>Anteil des Wegs bis zur Liquidation, der hinter dem Stop übrig bleiben muss.</translation>
  </message>
  <message>
   <source>Show</source>
   <translation>Zeigen</translation>
  </message>
  <message>
   <source>Show Binance's list</source>
   <translation>Liste von Binance zeigen</translation>
  </message>
  <message>
   <source>Show everything again</source>
   <translation>Wieder alles zeigen</translation>
  </message>
  <message>
   <source>Show how this channel is read, and put it right</source>
   <translation>Zeigen, wie dieser Kanal gelesen wird, und es berichtigen</translation>
  </message>
  <message>
   <source>Show the QR code</source>
   <translation>QR-Code zeigen</translation>
  </message>
  <message>
   <source>Show the chart</source>
   <translation>Chart zeigen</translation>
  </message>
  <message>
   <source>Show the kept case {words}: {state}</source>
   <translation>Den behaltenen Fall {words} zeigen: {state}</translation>
  </message>
  <message>
   <source>Show the stop	S</source>
   <translation>Den Stop zeigen	S</translation>
  </message>
  <message>
   <source>Show why</source>
   <translation>Warum zeigen</translation>
  </message>
  <message>
   <source>Show {dock}</source>
   <translation>{dock} zeigen</translation>
  </message>
  <message>
   <source>Show: {name}</source>
   <translation>Zeigen: {name}</translation>
  </message>
  <message>
   <source>Side</source>
   <translation>Seite</translation>
  </message>
  <message>
   <source>Sign in</source>
   <translation>Anmelden</translation>
  </message>
  <message>
   <source>Sign in to Telegram</source>
   <translation>Bei Telegram anmelden</translation>
  </message>
  <message>
   <source>Sign in to Telegram…</source>
   <translation>Bei Telegram anmelden…</translation>
  </message>
  <message>
   <source>Sign in with your phone</source>
   <translation>Mit deinem Telefon anmelden</translation>
  </message>
  <message>
   <source>Sign out and revoke</source>
   <translation>Abmelden und zurücknehmen</translation>
  </message>
  <message>
   <source>Sign out and revoke…</source>
   <translation>Abmelden und zurücknehmen…</translation>
  </message>
  <message>
   <source>Sign out and take back your consent?</source>
   <translation>Abmelden und deine Einwilligung zurücknehmen?</translation>
  </message>
  <message>
   <source>Signals</source>
   <translation>Signale</translation>
  </message>
  <message>
   <source>Signed in as</source>
   <translation>Angemeldet als</translation>
  </message>
  <message>
   <source>Signing in…</source>
   <translation>Wird angemeldet…</translation>
  </message>
  <message>
   <source>Signing out…</source>
   <translation>Wird abgemeldet…</translation>
  </message>
  <message>
   <source>Simulated</source>
   <translation>Simuliert</translation>
  </message>
  <message>
   <source>Simulated market</source>
   <translation>Simulierter Markt</translation>
  </message>
  <message>
   <source>Since 00:00 UTC</source>
   <translation>Seit 00:00 UTC</translation>
  </message>
  <message>
   <source>Since this ledger began</source>
   <translation>Seit dieses Buch begann</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>Größe</translation>
  </message>
  <message>
   <source>Size factor for all new calls</source>
   <translation>Größenfaktor für alle neuen Rufe</translation>
  </message>
  <message>
   <source>Size factor of {name}</source>
   <translation>Größenfaktor von {name}</translation>
  </message>
  <message>
   <source>Size for all</source>
   <translation>Größe für alle</translation>
  </message>
  <message>
   <source>Size from</source>
   <translation>Größe ab</translation>
  </message>
  <message>
   <source>Size of a trade</source>
   <translation>Größe eines Trades</translation>
  </message>
  <message>
   <source>Size of everything on the screen; 2 is twice as large.</source>
   <translation>Größe von allem auf dem Bildschirm; 2 ist doppelt so groß.</translation>
  </message>
  <message>
   <source>Size range</source>
   <translation>Größenbereich</translation>
  </message>
  <message>
   <source>Size to</source>
   <translation>Größe bis</translation>
  </message>
  <message>
   <source>Sizing</source>
   <translation>Größe nach</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>Überspringen</translation>
  </message>
  <message>
   <source>Slippage</source>
   <translation>Slippage</translation>
  </message>
  <message>
   <source>Smallest trade</source>
   <translation>Kleinster Trade</translation>
  </message>
  <message>
   <source>Somebody has to count. To read nothing here, switch the chat off.</source>
   <translation>Irgendwer muss zählen. Um hier nichts zu lesen, schalte den Chat aus.</translation>
  </message>
  <message>
   <source>Somebody who has not posted lately</source>
   <translation>Jemand, der lange nichts gepostet hat</translation>
  </message>
  <message>
   <source>Sounds</source>
   <translation>Töne</translation>
  </message>
  <message>
   <source>Source</source>
   <translation>Quelle</translation>
  </message>
  <message>
   <source>Source weights</source>
   <translation>Gewichte der Quellen</translation>
  </message>
  <message>
   <source>Sources</source>
   <translation>Quellen</translation>
  </message>
  <message>
   <source>Spot</source>
   <translation>Spot</translation>
  </message>
  <message>
   <source>Start</source>
   <translation>Starten</translation>
  </message>
  <message>
   <source>Start over</source>
   <translation>Von vorn beginnen</translation>
  </message>
  <message>
   <source>Starting cash</source>
   <translation>Startbargeld</translation>
  </message>
  <message>
   <source>Starting cash, every execution, and open positions at the newest price</source>
   <translation>Startbargeld, jede Ausführung und offene Positionen zum neuesten Preis</translation>
  </message>
  <message>
   <source>Starting cash, plus results, less fees. Not what is free: margin is held from it.</source>
   <translation>Startbargeld, plus Ergebnisse, weniger Gebühren. Nicht, was frei ist: Davon ist Margin gebunden.</translation>
  </message>
  <message>
   <source>State of the app</source>
   <translation>Zustand der App</translation>
  </message>
  <message>
   <source>Stay here and learn, or follow real prices on paper. You can change it at any time.</source>
   <translation>Bleib hier und lerne, oder folge echten Preisen auf Papier. Du kannst es jederzeit ändern.</translation>
  </message>
  <message>
   <source>Step {n} of {count}: {name}</source>
   <translation>Schritt {n} von {count}: {name}</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>Stop following</source>
   <translation>Nicht mehr folgen</translation>
  </message>
  <message>
   <source>Stop following {title}</source>
   <translation>{title} nicht mehr folgen</translation>
  </message>
  <message>
   <source>Stop hit</source>
   <translation>Stop erreicht</translation>
  </message>
  <message>
   <source>Stop hit: {verb} {amount} at {price}.</source>
   <translation>Stop erreicht: {amount} zu {price} {verb}.</translation>
  </message>
  <message>
   <source>Stop of {symbol} moved to {price}, was {was}.</source>
   <translation>Stop von {symbol} auf {price} verschoben, war {was}.</translation>
  </message>
  <message>
   <source>Stop reached</source>
   <translation>Stop erreicht</translation>
  </message>
  <message>
   <source>Stop side</source>
   <translation>Seite des Stops</translation>
  </message>
  <message>
   <source>Stop, yours</source>
   <translation>Stop, deiner</translation>
  </message>
  <message>
   <source>Stops</source>
   <translation>Stops</translation>
  </message>
  <message>
   <source>Stops and targets rest at Binance and protect you while EchoTrade is closed. Entries never rest there: they are sent at the moment they may fill.</source>
   <translation>Stops und Ziele liegen bei Binance und schützen dich, während EchoTrade zu ist. Einstiege liegen nie dort: Sie gehen in dem Augenblick hinaus, in dem sie ausgeführt werden dürfen.</translation>
  </message>
  <message>
   <source>Stops and targets rest at Binance as orders that can only reduce a position. They protect you while EchoTrade is closed. Entries never rest there: they are sent at the moment they may fill.</source>
   <translation>Stops und Ziele liegen bei Binance als Aufträge, die eine Position nur verkleinern können. Sie schützen dich, während EchoTrade zu ist. Einstiege liegen nie dort: Sie gehen in dem Augenblick hinaus, in dem sie ausgeführt werden dürfen.</translation>
  </message>
  <message>
   <source>Stops and targets stay watched. Open it from its icon; Quit in the icon's menu ends it.</source>
   <translation>Stops und Ziele bleiben bewacht. Öffne es über sein Symbol; „Beenden“ im Menü des Symbols beendet es.</translation>
  </message>
  <message>
   <source>Stops, targets and closing go on.</source>
   <translation>Stops, Ziele und Schließen gehen weiter.</translation>
  </message>
  <message>
   <source>Stream address</source>
   <translation>Adresse des Stroms</translation>
  </message>
  <message>
   <source>Stronger than the list above.</source>
   <translation>Stärker als die Liste darüber.</translation>
  </message>
  <message>
   <source>Sum of gains over sum of losses, after fees; above 1 earns. It needs a loss to be divided by.</source>
   <translation>Summe der Gewinne durch Summe der Verluste, nach Gebühren; über 1 verdient. Es braucht einen Verlust, durch den geteilt wird.</translation>
  </message>
  <message>
   <source>Sum of the results of closed trades, after fees.</source>
   <translation>Summe der Ergebnisse abgeschlossener Trades, nach Gebühren.</translation>
  </message>
  <message>
   <source>Sum of what all positions are worth</source>
   <translation>Summe dessen, was alle Positionen wert sind</translation>
  </message>
  <message>
   <source>Sureness of reading</source>
   <translation>Sicherheit der Lesung</translation>
  </message>
  <message>
   <source>Switch off</source>
   <translation>Ausschalten</translation>
  </message>
  <message>
   <source>Switch on</source>
   <translation>Einschalten</translation>
  </message>
  <message>
   <source>Switch {name} {what}</source>
   <translation>{name} schalten: {what}</translation>
  </message>
  <message>
   <source>Symbol</source>
   <translation>Symbol</translation>
  </message>
  <message>
   <source>Symbols</source>
   <translation>Symbole</translation>
  </message>
  <message>
   <source>System</source>
   <translation>System</translation>
  </message>
  <message>
   <source>TP{number} · {percent}</source>
   <translation>TP{number} · {percent}</translation>
  </message>
  <message>
   <source>Taken back</source>
   <translation>Zurückgenommen</translation>
  </message>
  <message>
   <source>Taken for a call that names none.</source>
   <translation>Gilt für einen Ruf, der keine nennt.</translation>
  </message>
  <message>
   <source>Taken out</source>
   <translation>Ausgezahlt</translation>
  </message>
  <message>
   <source>Target</source>
   <translation>Ziel</translation>
  </message>
  <message>
   <source>Target reached</source>
   <translation>Ziel erreicht</translation>
  </message>
  <message>
   <source>Target reached: {verb} {amount} at {price}.</source>
   <translation>Ziel erreicht: {amount} zu {price} {verb}.</translation>
  </message>
  <message>
   <source>Target side</source>
   <translation>Seite des Ziels</translation>
  </message>
  <message>
   <source>Teach</source>
   <translation>Lehren</translation>
  </message>
  <message>
   <source>Teach this word</source>
   <translation>Dieses Wort lehren</translation>
  </message>
  <message>
   <source>Telegram</source>
   <translation>Telegram</translation>
  </message>
  <message>
   <source>Telegram asked EchoTrade to wait {span}.</source>
   <translation>Telegram hat EchoTrade gebeten, {span} zu warten.</translation>
  </message>
  <message>
   <source>Telegram asks you to wait {span} before the next try.</source>
   <translation>Telegram bittet dich, vor dem nächsten Versuch {span} zu warten.</translation>
  </message>
  <message>
   <source>Telegram channels…</source>
   <translation>Telegram-Kanäle…</translation>
  </message>
  <message>
   <source>Telegram could not be reached to end the session. It is deleted here; end it there too, under Settings, Devices.</source>
   <translation>Telegram war nicht zu erreichen, um die Sitzung zu beenden. Hier ist sie gelöscht; beende sie auch dort, unter Einstellungen, Geräte.</translation>
  </message>
  <message>
   <source>Telegram could not be reached. Check the connection; EchoTrade tries again by itself.</source>
   <translation>Telegram ist nicht zu erreichen. Prüfe die Verbindung; EchoTrade versucht es von selbst wieder.</translation>
  </message>
  <message>
   <source>Telegram could not be reached. Nothing was changed; check the connection and try again.</source>
   <translation>Telegram ist nicht zu erreichen. Nichts wurde geändert; prüfe die Verbindung und versuche es noch einmal.</translation>
  </message>
  <message>
   <source>Telegram does not know this api_id with this api_hash. Copy both again from my.telegram.org, API development tools.</source>
   <translation>Telegram kennt diese api_id mit diesem api_hash nicht. Kopiere beide noch einmal von my.telegram.org, API development tools.</translation>
  </message>
  <message>
   <source>Telegram ended this session because it was used at two places at once. EchoTrade does not fight for it: sign in again here, and give this profile to no other computer.</source>
   <translation>Telegram hat diese Sitzung beendet, weil sie an zwei Orten zugleich benutzt wurde. EchoTrade kämpft nicht darum: Melde dich hier neu an und gib dieses Profil keinem anderen Rechner.</translation>
  </message>
  <message>
   <source>Telegram gives every user an app key of their own, free of charge:</source>
   <translation>Telegram gibt jedem einen eigenen App-Schlüssel, kostenlos:</translation>
  </message>
  <message>
   <source>Telegram has banned this account. EchoTrade stopped reading; write to recover@telegram.org from the account's mail address, or sign in with another account.</source>
   <translation>Telegram hat dieses Konto gesperrt. EchoTrade liest nicht mehr; schreibe an recover@telegram.org von der Mailadresse des Kontos, oder melde dich mit einem anderen Konto an.</translation>
  </message>
  <message>
   <source>Telegram has banned this number. Write to recover@telegram.org, or sign in with another account.</source>
   <translation>Telegram hat diese Nummer gesperrt. Schreibe an recover@telegram.org, oder melde dich mit einem anderen Konto an.</translation>
  </message>
  <message>
   <source>Telegram has no other way left to send this number a code. Wait for the one it sent, or use the QR code.</source>
   <translation>Telegram hat keinen weiteren Weg, dieser Nummer einen Code zu senden. Warte auf den gesendeten, oder nimm den QR-Code.</translation>
  </message>
  <message>
   <source>Telegram is connected, but no channel is followed yet. Choose whose calls you want to see.</source>
   <translation>Telegram ist verbunden, aber noch keinem Kanal wird gefolgt. Wähle, wessen Rufe du sehen willst.</translation>
  </message>
  <message>
   <source>Telegram is not available</source>
   <translation>Telegram ist nicht verfügbar</translation>
  </message>
  <message>
   <source>Telegram is signed out: no calls come from there. Sign in to read your channels again.</source>
   <translation>Telegram ist abgemeldet: Von dort kommen keine Rufe. Melde dich an, um deine Kanäle wieder zu lesen.</translation>
  </message>
  <message>
   <source>Telegram knows no bot with this token. Copy it again from @BotFather: digits, a colon, letters.</source>
   <translation>Telegram kennt keinen Bot mit diesem Token. Kopiere ihn noch einmal von @BotFather: Ziffern, ein Doppelpunkt, Buchstaben.</translation>
  </message>
  <message>
   <source>Telegram let the session expire. Sign in again to go on.</source>
   <translation>Telegram hat die Sitzung auslaufen lassen. Melde dich neu an, um weiterzumachen.</translation>
  </message>
  <message>
   <source>Telegram needs an api_id (a number) and an api_hash. Both are at my.telegram.org, under API tools.</source>
   <translation>Telegram braucht eine api_id (eine Zahl) und einen api_hash. Beide stehen auf my.telegram.org unter API tools.</translation>
  </message>
  <message>
   <source>Telegram refused a request ({name}).</source>
   <translation>Telegram hat eine Anfrage abgelehnt ({name}).</translation>
  </message>
  <message>
   <source>Telegram refused this ({name}). Nothing was changed; try again or use the QR code.</source>
   <translation>Telegram hat das abgelehnt ({name}). Nichts wurde geändert; versuche es noch einmal oder nimm den QR-Code.</translation>
  </message>
  <message>
   <source>Telegram refuses it ({name})</source>
   <translation>Telegram lehnt es ab ({name})</translation>
  </message>
  <message>
   <source>Telegram sends a code to your other devices. The number goes to Telegram and nowhere else.</source>
   <translation>Telegram sendet einen Code an deine anderen Geräte. Die Nummer geht an Telegram und sonst nirgendwohin.</translation>
  </message>
  <message>
   <source>Telegram sent a code to {where}.</source>
   <translation>Telegram hat einen Code an {where} gesendet.</translation>
  </message>
  <message>
   <source>Telegram sent a code.</source>
   <translation>Telegram hat einen Code gesendet.</translation>
  </message>
  <message>
   <source>Telegram server</source>
   <translation>Telegram-Server</translation>
  </message>
  <message>
   <source>Telegram, all traders</source>
   <translation>Telegram, alle Händler</translation>
  </message>
  <message>
   <source>Telegram, now or later</source>
   <translation>Telegram, jetzt oder später</translation>
  </message>
  <message>
   <source>Telegram: signed out, and your consent is taken back. The stored posts were erased.</source>
   <translation>Telegram: abgemeldet, und deine Einwilligung ist zurückgenommen. Die gespeicherten Beiträge sind gelöscht.</translation>
  </message>
  <message>
   <source>Telegram: signed out, and your consent is taken back. The stored posts were kept.</source>
   <translation>Telegram: abgemeldet, und deine Einwilligung ist zurückgenommen. Die gespeicherten Beiträge bleiben erhalten.</translation>
  </message>
  <message>
   <source>Telegram: {told}</source>
   <translation>Telegram: {told}</translation>
  </message>
  <message>
   <source>Telegram: {words}…</source>
   <translation>Telegram: {words}…</translation>
  </message>
  <message>
   <source>Telegram…</source>
   <translation>Telegram…</translation>
  </message>
  <message>
   <source>Testnet</source>
   <translation>Testnet</translation>
  </message>
  <message>
   <source>That call is decided already.</source>
   <translation>Über diesen Ruf ist schon entschieden.</translation>
  </message>
  <message>
   <source>That is no phone number Telegram knows. Write it with the country's code, such as +49 151 1234567.</source>
   <translation>Das ist keine Telefonnummer, die Telegram kennt. Schreibe sie mit Landesvorwahl, etwa +49 151 1234567.</translation>
  </message>
  <message>
   <source>That is not the code Telegram sent. Look again and type it once more.</source>
   <translation>Das ist nicht der Code, den Telegram gesendet hat. Sieh noch einmal nach und tippe ihn neu.</translation>
  </message>
  <message>
   <source>That is not the password of your two-step verification. Try again; it is not the code.</source>
   <translation>Das ist nicht das Passwort deiner zweistufigen Bestätigung. Versuche es noch einmal; es ist nicht der Code.</translation>
  </message>
  <message>
   <source>That line is gone: its position or call has ended. Nothing was sent.</source>
   <translation>Diese Linie ist weg: Ihre Position oder ihr Ruf ist zu Ende. Nichts wurde gesendet.</translation>
  </message>
  <message>
   <source>That position is closed already. Nothing was sent.</source>
   <translation>Diese Position ist schon geschlossen. Es wurde nichts gesendet.</translation>
  </message>
  <message>
   <source>That position is closed already; nothing was sent.</source>
   <translation>Diese Position ist schon geschlossen; nichts wurde gesendet.</translation>
  </message>
  <message>
   <source>That server's stream of prices, such as "ws://127.0.0.1:80".</source>
   <translation>Der Preisstrom dieses Servers, etwa "ws://127.0.0.1:80".</translation>
  </message>
  <message>
   <source>The built-in practice market: made-up prices that never stop, so that everything can be tried at any hour, without a network.</source>
   <translation>Der eingebaute Übungsmarkt: erfundene Preise, die nie aufhören, damit sich alles zu jeder Stunde und ohne Netz ausprobieren lässt.</translation>
  </message>
  <message>
   <source>The candles did not come</source>
   <translation>Die Kerzen kamen nicht</translation>
  </message>
  <message>
   <source>The channel itself</source>
   <translation>Der Kanal selbst</translation>
  </message>
  <message>
   <source>The chart appears as soon as the market's list is there.</source>
   <translation>Der Chart erscheint, sobald die Liste des Markts da ist.</translation>
  </message>
  <message>
   <source>The charts could not be kept: the profile's folder takes no files.</source>
   <translation>Die Charts konnten nicht behalten werden: Der Ordner des Profils nimmt keine Dateien an.</translation>
  </message>
  <message>
   <source>The chat cannot be read: {why}.</source>
   <translation>Der Chat lässt sich nicht lesen: {why}.</translation>
  </message>
  <message>
   <source>The code has expired. Ask for a new one.</source>
   <translation>Der Code ist abgelaufen. Fordere einen neuen an.</translation>
  </message>
  <message>
   <source>The code is digits only, five as a rule.</source>
   <translation>Der Code besteht nur aus Ziffern, meist fünf.</translation>
  </message>
  <message>
   <source>The code is missing. Type the digits that Telegram sent.</source>
   <translation>Der Code fehlt. Tippe die Ziffern, die Telegram gesendet hat.</translation>
  </message>
  <message>
   <source>The code is on its way…</source>
   <translation>Der Code ist unterwegs…</translation>
  </message>
  <message>
   <source>The connection to Telegram was lost.</source>
   <translation>Die Verbindung zu Telegram ist abgebrochen.</translation>
  </message>
  <message>
   <source>The consent was taken back, but the session stays in the vault. {why}</source>
   <translation>Die Zustimmung ist zurückgenommen, aber die Sitzung bleibt im Tresor. {why}</translation>
  </message>
  <message>
   <source>The curve begins with the first trade</source>
   <translation>Die Kurve beginnt mit dem ersten Trade</translation>
  </message>
  <message>
   <source>The deepest fall of equity below its highest before, over all recorded points of the curve.</source>
   <translation>Der tiefste Fall des Kapitals unter seinen Höchststand davor, über alle festgehaltenen Punkte der Kurve.</translation>
  </message>
  <message>
   <source>The equity curve begins with the first trade</source>
   <translation>Die Kapitalkurve beginnt mit dem ersten Trade</translation>
  </message>
  <message>
   <source>The exchange itself (real), or one of its practice places (testnet, demo).</source>
   <translation>Die Börse selbst (real) oder einer ihrer Übungsplätze (testnet, demo).</translation>
  </message>
  <message>
   <source>The group itself</source>
   <translation>Die Gruppe selbst</translation>
  </message>
  <message>
   <source>The history is being read.</source>
   <translation>Der Verlauf wird gelesen.</translation>
  </message>
  <message>
   <source>The kept Telegram session is damaged. Sign in again.</source>
   <translation>Die aufbewahrte Telegram-Sitzung ist beschädigt. Melde dich noch einmal an.</translation>
  </message>
  <message>
   <source>The language of the window; what has no translation yet stays English.</source>
   <translation>Die Sprache des Fensters; was noch nicht übersetzt ist, bleibt englisch.</translation>
  </message>
  <message>
   <source>The last mark of each finished day, 00:00 to 24:00 UTC</source>
   <translation>Der letzte Punkt jedes vollen Tages, 00:00 bis 24:00 UTC</translation>
  </message>
  <message>
   <source>The last messages of each channel are being read.</source>
   <translation>Die letzten Nachrichten jedes Kanals werden gelesen.</translation>
  </message>
  <message>
   <source>The last price is {price_age} s old; closing still works</source>
   <translation>Der letzte Preis ist {price_age} s alt; schließen geht trotzdem</translation>
  </message>
  <message>
   <source>The look of the window: system, dark, light or contrast.</source>
   <translation>Das Aussehen des Fensters: System, dunkel, hell oder Kontrast.</translation>
  </message>
  <message>
   <source>The message was read wrongly: show how its channel is read</source>
   <translation>Die Nachricht wurde falsch gelesen: zeigen, wie ihr Kanal gelesen wird</translation>
  </message>
  <message>
   <source>The message: {words}</source>
   <translation>Die Nachricht: {words}</translation>
  </message>
  <message>
   <source>The messages could not be read</source>
   <translation>Die Nachrichten konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>The messages could not be read. {sentence}</source>
   <translation>Die Nachrichten konnten nicht gelesen werden. {sentence}</translation>
  </message>
  <message>
   <source>The most a paper order fills beyond the quote.</source>
   <translation>Wie weit ein Papierauftrag höchstens jenseits des Kurses ausgeführt wird.</translation>
  </message>
  <message>
   <source>The new one again</source>
   <translation>Die neue noch einmal</translation>
  </message>
  <message>
   <source>The numbers of the portfolios that are followed.</source>
   <translation>Die Nummern der Portfolios, denen gefolgt wird.</translation>
  </message>
  <message>
   <source>The picture {name} is saved.</source>
   <translation>Das Bild {name} ist gespeichert.</translation>
  </message>
  <message>
   <source>The posts that were read stay, so that each trade can still be explained.</source>
   <translation>Die gelesenen Beiträge bleiben, damit sich jeder Trade weiter erklären lässt.</translation>
  </message>
  <message>
   <source>The public key of your Telegram server, {file}, cannot be used ({name}). Put an RSA public key in PEM (PKCS#1) there.</source>
   <translation>Der öffentliche Schlüssel deines Telegram-Servers, {file}, ist unbrauchbar ({name}). Lege dort einen öffentlichen RSA-Schlüssel in PEM (PKCS#1) ab.</translation>
  </message>
  <message>
   <source>The quickest where Telegram is on your phone: no number, no code. You point the phone at this screen.</source>
   <translation>Am schnellsten, wenn Telegram auf deinem Telefon ist: keine Nummer, kein Code. Du richtest das Telefon auf diesen Bildschirm.</translation>
  </message>
  <message>
   <source>The same again</source>
   <translation>Noch einmal dasselbe</translation>
  </message>
  <message>
   <source>The same call of the same trader within this time counts once.</source>
   <translation>Derselbe Ruf desselben Händlers innerhalb dieser Zeit zählt einmal.</translation>
  </message>
  <message>
   <source>The selected message</source>
   <translation>Die gewählte Nachricht</translation>
  </message>
  <message>
   <source>The size of everything open, whatever its leverage, against your limit.</source>
   <translation>Die Größe von allem Offenen, ungeachtet des Hebels, gegen deine Grenze.</translation>
  </message>
  <message>
   <source>The stop follows the price at this distance and never goes back. For new positions. Empty: off.</source>
   <translation>Der Stop folgt dem Preis in diesem Abstand und geht nie zurück. Für neue Positionen. Leer: aus.</translation>
  </message>
  <message>
   <source>The stop follows the price at this share of it; without it, it stays.</source>
   <translation>Der Stop folgt dem Preis in diesem Anteil davon; ohne Angabe bleibt er.</translation>
  </message>
  <message>
   <source>The stop lives in this app</source>
   <translation>Der Stop lebt in dieser App</translation>
  </message>
  <message>
   <source>The stop moves to the entry once this target is hit; without it, never.</source>
   <translation>Ist dieses Ziel erreicht, rückt der Stop auf den Einstieg; ohne Angabe nie.</translation>
  </message>
  <message>
   <source>The stop on the exchange does not cover all of it</source>
   <translation>Der Stop an der Börse deckt nicht alles davon</translation>
  </message>
  <message>
   <source>The stop stays where it was.</source>
   <translation>Der Stop blieb, wo er war.</translation>
  </message>
  <message>
   <source>The symbols in the ticker bar.</source>
   <translation>Die Symbole in der Preisleiste.</translation>
  </message>
  <message>
   <source>The system's keyring, or a sealed file; auto is the keyring where there is one.</source>
   <translation>Der Schlüsselbund des Systems oder eine versiegelte Datei; auto ist der Schlüsselbund, wo es einen gibt.</translation>
  </message>
  <message>
   <source>The usual maximum of positions is in force again.</source>
   <translation>Das übliche Höchstmaß an Positionen gilt wieder.</translation>
  </message>
  <message>
   <source>The vault has its new passphrase.</source>
   <translation>Der Tresor hat seine neue Passphrase.</translation>
  </message>
  <message>
   <source>The vault is set aside as {name}. The next passphrase makes a new one.</source>
   <translation>Der Tresor liegt jetzt als {name} beiseite. Die nächste Passphrase legt einen neuen an.</translation>
  </message>
  <message>
   <source>The win rate, shrunk toward one half by 20 imagined trades. Nine times in ten the true one is in here</source>
   <translation>Die Trefferquote, durch 20 gedachte Trades zur Hälfte hin gezogen. Neun von zehn Malen liegt die wahre darin</translation>
  </message>
  <message>
   <source>The words of every stored Telegram post are erased for good, in the backups too. What was traded, and the prices, stay in the ledger.</source>
   <translation>Die Worte jedes gespeicherten Telegram-Beitrags werden endgültig gelöscht, auch in den Sicherungen. Was gehandelt wurde, und die Preise, bleiben im Buch.</translation>
  </message>
  <message>
   <source>There is no Telegram account with this number. Make one in Telegram's own app first, then come back.</source>
   <translation>Zu dieser Nummer gibt es kein Telegram-Konto. Lege erst eines in Telegrams eigener App an und komm dann wieder.</translation>
  </message>
  <message>
   <source>These calls would have brought {money} after fees</source>
   <translation>Diese Rufe hätten nach Gebühren {money} gebracht</translation>
  </message>
  <message>
   <source>These two are not the same.</source>
   <translation>Die beiden sind nicht gleich.</translation>
  </message>
  <message>
   <source>They would have ended with a gain after fees</source>
   <translation>Sie hätten nach Gebühren mit Gewinn geendet</translation>
  </message>
  <message>
   <source>This Telegram account was deleted. Sign in with another one.</source>
   <translation>Dieses Telegram-Konto wurde gelöscht. Melde dich mit einem anderen an.</translation>
  </message>
  <message>
   <source>This account is in no channel, group or chat. Join one in Telegram, then press the round arrows above.</source>
   <translation>Dieses Konto ist in keinem Kanal, keiner Gruppe und keinem Chat. Tritt in Telegram einem bei und drücke dann oben die runden Pfeile.</translation>
  </message>
  <message>
   <source>This api_id is public and Telegram no longer accepts it. Make one of your own at my.telegram.org.</source>
   <translation>Diese api_id ist öffentlich, und Telegram nimmt sie nicht mehr an. Lege unter my.telegram.org eine eigene an.</translation>
  </message>
  <message>
   <source>This bot token was replaced. Copy the new one from @BotFather.</source>
   <translation>Dieser Bot-Token wurde ersetzt. Kopiere den neuen von @BotFather.</translation>
  </message>
  <message>
   <source>This computer offers no keyring that EchoTrade trusts, so secrets go into a file that only your passphrase opens. Nobody can recover it: keep it in a password manager.</source>
   <translation>Dieser Rechner bietet keinen Schlüsselbund, dem EchoTrade traut; deshalb kommen Geheimnisse in eine Datei, die nur deine Passphrase öffnet. Niemand kann sie wiederherstellen: Verwahre sie in einem Passwortmanager.</translation>
  </message>
  <message>
   <source>This computer's own</source>
   <translation>Die dieses Rechners</translation>
  </message>
  <message>
   <source>This far below the highest equity, entries halt.</source>
   <translation>So weit unter dem höchsten Kapital ruhen Einstiege.</translation>
  </message>
  <message>
   <source>This is right</source>
   <translation>Das stimmt</translation>
  </message>
  <message>
   <source>This is right now</source>
   <translation>Das stimmt jetzt</translation>
  </message>
  <message>
   <source>This person</source>
   <translation>Diese Person</translation>
  </message>
  <message>
   <source>This start of EchoTrade has no Telegram to sign in to. Close it and start it the usual way.</source>
   <translation>Bei diesem Start von EchoTrade gibt es kein Telegram zum Anmelden. Schließe es und starte es wie gewohnt.</translation>
  </message>
  <message>
   <source>Three</source>
   <translation>Drei</translation>
  </message>
  <message>
   <source>Time</source>
   <translation>Zeit</translation>
  </message>
  <message>
   <source>Time to decide</source>
   <translation>Zeit zum Entscheiden</translation>
  </message>
  <message>
   <source>Time zone</source>
   <translation>Zeitzone</translation>
  </message>
  <message>
   <source>Time zone of hours and blackouts, such as "Europe/Berlin"; "" is the computer's own.</source>
   <translation>Zeitzone von Zeiten und Sperrzeiten, etwa "Europe/Berlin"; "" ist die des Rechners.</translation>
  </message>
  <message>
   <source>Time zone of shown times, such as "Europe/Berlin"; empty is the computer's own.</source>
   <translation>Zeitzone der gezeigten Zeiten, etwa "Europe/Berlin"; leer ist die des Rechners.</translation>
  </message>
  <message>
   <source>Timeframe</source>
   <translation>Zeiteinheit</translation>
  </message>
  <message>
   <source>Timeframe: {timeframe}</source>
   <translation>Zeiteinheit: {timeframe}</translation>
  </message>
  <message>
   <source>To</source>
   <translation>Bis</translation>
  </message>
  <message>
   <source>To day and time</source>
   <translation>Bis Tag und Uhrzeit</translation>
  </message>
  <message>
   <source>To {name}</source>
   <translation>Bis {name}</translation>
  </message>
  <message>
   <source>Too many codes were asked for with this number. Telegram wants a pause of a day; the QR code may work now.</source>
   <translation>Mit dieser Nummer wurden zu viele Codes angefordert. Telegram will einen Tag Pause; der QR-Code geht vielleicht jetzt.</translation>
  </message>
  <message>
   <source>Too many tries. Telegram wants a pause; try again later.</source>
   <translation>Zu viele Versuche. Telegram will eine Pause; versuche es später noch einmal.</translation>
  </message>
  <message>
   <source>Too unsure to be approved by rule: it always waits for you.</source>
   <translation>Zu unsicher, um durch Regel angenommen zu werden: Er wartet immer auf dich.</translation>
  </message>
  <message>
   <source>Topic</source>
   <translation>Thema</translation>
  </message>
  <message>
   <source>Total exposure</source>
   <translation>Exposure gesamt</translation>
  </message>
  <message>
   <source>Total return</source>
   <translation>Gesamtrendite</translation>
  </message>
  <message>
   <source>Total, fees included</source>
   <translation>Summe, mit Gebühren</translation>
  </message>
  <message>
   <source>Total, fees included: {}, long {}, short {}</source>
   <translation>Summe, mit Gebühren: {}, long {}, short {}</translation>
  </message>
  <message>
   <source>Traded</source>
   <translation>Gehandelt</translation>
  </message>
  <message>
   <source>Trader</source>
   <translation>Händler</translation>
  </message>
  <message>
   <source>Trader's confidence</source>
   <translation>Zuversicht für den Händler</translation>
  </message>
  <message>
   <source>Trader's symbols</source>
   <translation>Symbole des Händlers</translation>
  </message>
  <message>
   <source>Traders</source>
   <translation>Händler</translation>
  </message>
  <message>
   <source>Trading</source>
   <translation>Handel</translation>
  </message>
  <message>
   <source>Trading hours</source>
   <translation>Handelszeiten</translation>
  </message>
  <message>
   <source>Trailing stop</source>
   <translation>Nachziehender Stop</translation>
  </message>
  <message>
   <source>Trouble on purpose, on the practice market only. Watch the window; it is explained here after.</source>
   <translation>Ärger mit Absicht, nur auf dem Übungsmarkt. Sieh dem Fenster zu; danach wird es hier erklärt.</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>Noch einmal</translation>
  </message>
  <message>
   <source>Try again to load the candles</source>
   <translation>Noch einmal versuchen, die Kerzen zu laden</translation>
  </message>
  <message>
   <source>Two</source>
   <translation>Zwei</translation>
  </message>
  <message>
   <source>Two are a zone, more are levels</source>
   <translation>Zwei sind eine Zone, mehr sind Stufen</translation>
  </message>
  <message>
   <source>Two charts side by side</source>
   <translation>Zwei Charts nebeneinander</translation>
  </message>
  <message>
   <source>Two, side by side</source>
   <translation>Zwei nebeneinander</translation>
  </message>
  <message>
   <source>Two-step verification</source>
   <translation>Zweistufige Bestätigung</translation>
  </message>
  <message>
   <source>Type the passphrase first.</source>
   <translation>Tippe zuerst die Passphrase.</translation>
  </message>
  <message>
   <source>Type the password first.</source>
   <translation>Tippe zuerst das Passwort.</translation>
  </message>
  <message>
   <source>Type {word} to arm</source>
   <translation>Tippe {word}, um scharf zu stellen</translation>
  </message>
  <message>
   <source>UPDATE</source>
   <translation>UPDATE</translation>
  </message>
  <message>
   <source>Under your cap for everybody. Empty: none of its own.</source>
   <translation>Unter deiner Grenze für alle. Leer: keine eigene.</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>Rückgängig</translation>
  </message>
  <message>
   <source>Undo the last change</source>
   <translation>Letzte Änderung rückgängig</translation>
  </message>
  <message>
   <source>Unlock</source>
   <translation>Aufschließen</translation>
  </message>
  <message>
   <source>Unprotected</source>
   <translation>Ungeschützt</translation>
  </message>
  <message>
   <source>Until now: {was}</source>
   <translation>Bisher: {was}</translation>
  </message>
  <message>
   <source>Until then the practice channel calls. All of this is in the menu later, too.</source>
   <translation>Bis dahin ruft der Übungskanal. All das steht später auch im Menü.</translation>
  </message>
  <message>
   <source>Update</source>
   <translation>Update</translation>
  </message>
  <message>
   <source>Usdm</source>
   <translation>USDⓈ-M</translation>
  </message>
  <message>
   <source>Use Binance's live prices</source>
   <translation>Echte Preise von Binance nehmen</translation>
  </message>
  <message>
   <source>Use the practice market</source>
   <translation>Übungsmarkt nehmen</translation>
  </message>
  <message>
   <source>User guide</source>
   <translation>Handbuch</translation>
  </message>
  <message>
   <source>Vault</source>
   <translation>Tresor</translation>
  </message>
  <message>
   <source>Version {version}</source>
   <translation>Version {version}</translation>
  </message>
  <message>
   <source>Volatility</source>
   <translation>Volatilität</translation>
  </message>
  <message>
   <source>Volatility blackout</source>
   <translation>Sperre bei Volatilität</translation>
  </message>
  <message>
   <source>Volatility {percent}</source>
   <translation>Volatilität {percent}</translation>
  </message>
  <message>
   <source>Wait at the call's price</source>
   <translation>Auf den Preis des Rufs warten</translation>
  </message>
  <message>
   <source>Waiting for prices</source>
   <translation>Warten auf Preise</translation>
  </message>
  <message>
   <source>Waiting for you</source>
   <translation>Wartet auf dich</translation>
  </message>
  <message>
   <source>Waits for a breakout: not traded</source>
   <translation>Wartet auf einen Ausbruch: wird nicht gehandelt</translation>
  </message>
  <message>
   <source>Waits for the call's price</source>
   <translation>Wartet auf den Preis des Rufs</translation>
  </message>
  <message>
   <source>Waits for you</source>
   <translation>Wartet auf dich</translation>
  </message>
  <message>
   <source>Ways to sign in</source>
   <translation>Wege der Anmeldung</translation>
  </message>
  <message>
   <source>Welcome to EchoTrade</source>
   <translation>Willkommen bei EchoTrade</translation>
  </message>
  <message>
   <source>Welcome…</source>
   <translation>Willkommen…</translation>
  </message>
  <message>
   <source>What</source>
   <translation>Was</translation>
  </message>
  <message>
   <source>What a login means</source>
   <translation>Was eine Anmeldung bedeutet</translation>
  </message>
  <message>
   <source>What a new paper account begins with. The present one keeps its money.</source>
   <translation>Womit ein neues Papierkonto beginnt. Das jetzige behält sein Geld.</translation>
  </message>
  <message>
   <source>What became of it</source>
   <translation>Was daraus wurde</translation>
  </message>
  <message>
   <source>What came of the drill</source>
   <translation>Was die Probe ergab</translation>
  </message>
  <message>
   <source>What decides the size of a trade: share (of equity, by confidence) or risk (lost at the stop).</source>
   <translation>Was die Größe eines Trades bestimmt: share (Anteil am Kapital, nach Zuversicht) oder risk (was am Stop verloren geht).</translation>
  </message>
  <message>
   <source>What each rule saved or cost</source>
   <translation>Was jede Regel erspart oder gekostet hat</translation>
  </message>
  <message>
   <source>What each trader's calls have brought is listed here from the first trade on.</source>
   <translation>Was die Rufe jedes Händlers gebracht haben, steht hier ab dem ersten Trade.</translation>
  </message>
  <message>
   <source>What equity has gained over the starting cash and what was paid in since. Open positions count at what closing them now would bring.</source>
   <translation>Was das Kapital über Startbargeld und seither Eingezahltes hinaus gewonnen hat. Offene Positionen zählen mit dem, was ihr Schließen jetzt brächte.</translation>
  </message>
  <message>
   <source>What happened</source>
   <translation>Was geschah</translation>
  </message>
  <message>
   <source>What has been lost since the day began at 00:00 UTC. At the limit calls are blocked until the next day.</source>
   <translation>Was verloren ging, seit der Tag um 00:00 UTC begann. An der Grenze werden Rufe bis zum nächsten Tag blockiert.</translation>
  </message>
  <message>
   <source>What is held, by symbol and side</source>
   <translation>Was gehalten wird, nach Symbol und Seite</translation>
  </message>
  <message>
   <source>What is kept, and where</source>
   <translation>Was behalten wird, und wo</translation>
  </message>
  <message>
   <source>What is open now, at its size</source>
   <translation>Was jetzt offen ist, in seiner Größe</translation>
  </message>
  <message>
   <source>What is read</source>
   <translation>Was gelesen wird</translation>
  </message>
  <message>
   <source>What it calls</source>
   <translation>Was er ruft</translation>
  </message>
  <message>
   <source>What it means</source>
   <translation>Was es bedeutet</translation>
  </message>
  <message>
   <source>What it would have brought on paper, after fees; it was not traded</source>
   <translation>Was er auf Papier nach Gebühren gebracht hätte; gehandelt wurde er nicht</translation>
  </message>
  <message>
   <source>What live trading means here</source>
   <translation>Was echter Handel hier bedeutet</translation>
  </message>
  <message>
   <source>What matches</source>
   <translation>Was passt</translation>
  </message>
  <message>
   <source>What no stop outside this app covers stays open while the machine is dead: at worst all its margin is lost</source>
   <translation>Was kein Stop außerhalb dieser App deckt, bleibt offen, solange der Rechner tot ist: schlimmstenfalls ist seine ganze Margin verloren</translation>
  </message>
  <message>
   <source>What open positions cost, over their leverage.</source>
   <translation>Was offene Positionen kosten, durch ihren Hebel.</translation>
  </message>
  <message>
   <source>What others wrote</source>
   <translation>Was andere geschrieben haben</translation>
  </message>
  <message>
   <source>What rests at the exchange goes on protecting your positions. Targets and everything else of live trading begin when the vault is open.</source>
   <translation>Was an der Börse liegt, schützt deine Positionen weiter. Ziele und alles andere am echten Handel beginnen, wenn der Tresor offen ist.</translation>
  </message>
  <message>
   <source>What the app did</source>
   <translation>Was die App tat</translation>
  </message>
  <message>
   <source>What the first target brings, in units of the risk</source>
   <translation>Was das erste Ziel bringt, in Einheiten des Risikos</translation>
  </message>
  <message>
   <source>What this channel was taught</source>
   <translation>Was dieser Kanal gelehrt wurde</translation>
  </message>
  <message>
   <source>What this key may do</source>
   <translation>Was dieser Schlüssel darf</translation>
  </message>
  <message>
   <source>What would be smaller is not traded.</source>
   <translation>Was kleiner wäre, wird nicht gehandelt.</translation>
  </message>
  <message>
   <source>What you hold is summed here by symbol and side.</source>
   <translation>Was du hältst, ist hier nach Symbol und Seite zusammengezählt.</translation>
  </message>
  <message>
   <source>When</source>
   <translation>Wann</translation>
  </message>
  <message>
   <source>When entries are allowed</source>
   <translation>Wann Einstiege erlaubt sind</translation>
  </message>
  <message>
   <source>When entries are allowed, such as "Mon-Fri 09:00-17:00".</source>
   <translation>Wann Einstiege erlaubt sind, etwa "Mon-Fri 09:00-17:00".</translation>
  </message>
  <message>
   <source>When entries are not, such as "Fri 12:30-14:00" or "2026-01-05 14:00 to 2026-01-05 15:30".</source>
   <translation>Wann Einstiege nicht erlaubt sind, etwa "Fri 12:30-14:00" oder "2026-01-05 14:00 to 2026-01-05 15:30".</translation>
  </message>
  <message>
   <source>When notices and sounds are held back, such as "22:00-07:00". Warnings about open positions still ring.</source>
   <translation>Wann Meldungen und Töne zurückgehalten werden, etwa "22:00-07:00". Warnungen zu offenen Positionen läuten trotzdem.</translation>
  </message>
  <message>
   <source>When one of these two is hit, every open position is closed at the market.</source>
   <translation>Wird eine der beiden erreicht, wird jede offene Position zum Markt geschlossen.</translation>
  </message>
  <message>
   <source>When the market moves too much</source>
   <translation>Wenn der Markt sich zu sehr bewegt</translation>
  </message>
  <message>
   <source>When you approve</source>
   <translation>Wenn du annimmst</translation>
  </message>
  <message>
   <source>Where do I get these?</source>
   <translation>Woher bekomme ich sie?</translation>
  </message>
  <message>
   <source>Where it came from</source>
   <translation>Woher er kam</translation>
  </message>
  <message>
   <source>Where prices come from.</source>
   <translation>Woher die Preise kommen.</translation>
  </message>
  <message>
   <source>Where their pages are.</source>
   <translation>Wo ihre Seiten sind.</translation>
  </message>
  <message>
   <source>Where your login is kept</source>
   <translation>Wo deine Anmeldung verwahrt wird</translation>
  </message>
  <message>
   <source>Whether the built-in practice channel calls.</source>
   <translation>Ob der eingebaute Übungskanal ruft.</translation>
  </message>
  <message>
   <source>Which account, and its key</source>
   <translation>Welches Konto, und sein Schlüssel</translation>
  </message>
  <message>
   <source>Which chats</source>
   <translation>Welche Chats</translation>
  </message>
  <message>
   <source>Which exchange.</source>
   <translation>Welche Börse.</translation>
  </message>
  <message>
   <source>Which of its markets: usdm (perpetual contracts, long and short) or spot.</source>
   <translation>Welcher ihrer Märkte: usdm (Perpetuals, long und short) oder spot.</translation>
  </message>
  <message>
   <source>Which practice market is played; the same number plays the same.</source>
   <translation>Welcher Übungsmarkt gespielt wird; dieselbe Zahl spielt dasselbe.</translation>
  </message>
  <message>
   <source>While EchoTrade is closed nothing new is opened, stops are not trailed, and a call's updates are not followed.</source>
   <translation>Solange EchoTrade zu ist, wird nichts Neues eröffnet, kein Stop nachgezogen und keinem Update eines Rufs gefolgt.</translation>
  </message>
  <message>
   <source>Who brought what</source>
   <translation>Wer was gebracht hat</translation>
  </message>
  <message>
   <source>Who wrote it</source>
   <translation>Wer sie schrieb</translation>
  </message>
  <message>
   <source>Whoever calls can be chosen here after the first call.</source>
   <translation>Wer ruft, lässt sich hier nach dem ersten Ruf wählen.</translation>
  </message>
  <message>
   <source>Whoever calls in a channel you follow is listed here after the first call, with a switch of their own.</source>
   <translation>Wer in einem Kanal ruft, dem du folgst, steht hier nach dem ersten Ruf, mit eigenem Schalter.</translation>
  </message>
  <message>
   <source>Whoever has your login could read your account, so it is kept under lock before there is one.</source>
   <translation>Wer deine Anmeldung hat, könnte dein Konto lesen; darum kommt sie unter Verschluss, bevor es eine gibt.</translation>
  </message>
  <message>
   <source>Whose calls these are: record, size and switch belong to the trader. Empty: the chat's title.</source>
   <translation>Wessen Rufe das sind: Bilanz, Größe und Schalter gehören dem Händler. Leer: der Titel des Chats.</translation>
  </message>
  <message>
   <source>Whose posts count</source>
   <translation>Wessen Beiträge zählen</translation>
  </message>
  <message>
   <source>Why</source>
   <translation>Warum</translation>
  </message>
  <message>
   <source>Win rate</source>
   <translation>Trefferquote</translation>
  </message>
  <message>
   <source>Win rate × average win − loss rate × average loss: what a closed trade has brought on average, after fees.</source>
   <translation>Trefferquote × mittlerer Gewinn − Verlustquote × mittlerer Verlust: was ein abgeschlossener Trade im Mittel gebracht hat, nach Gebühren.</translation>
  </message>
  <message>
   <source>Win rate, drawn towards one half by twenty imagined trades; nine in ten between the two.</source>
   <translation>Trefferquote, durch zwanzig gedachte Trades zur Hälfte hin gezogen; neun von zehn Malen zwischen den beiden.</translation>
  </message>
  <message>
   <source>With one chosen, calls of all others are shown, not traded.</source>
   <translation>Ist einer gewählt, werden Rufe aller anderen gezeigt, nicht gehandelt.</translation>
  </message>
  <message>
   <source>With one chosen, calls of the others are shown, not traded.</source>
   <translation>Ist eine gewählt, werden Rufe der anderen gezeigt, nicht gehandelt.</translation>
  </message>
  <message>
   <source>With the country code.</source>
   <translation>Mit der Landesvorwahl.</translation>
  </message>
  <message>
   <source>Won</source>
   <translation>Gewonnen</translation>
  </message>
  <message>
   <source>Words erased</source>
   <translation>Worte gelöscht</translation>
  </message>
  <message>
   <source>Words of this channel</source>
   <translation>Worte dieses Kanals</translation>
  </message>
  <message>
   <source>Would have won</source>
   <translation>Hätte gewonnen</translation>
  </message>
  <message>
   <source>Write it with its country code, such as +44 7700 900123.</source>
   <translation>Schreibe sie mit Landesvorwahl, etwa +49 151 23456789.</translation>
  </message>
  <message>
   <source>Wrong?</source>
   <translation>Falsch?</translation>
  </message>
  <message>
   <source>You agreed on {when} to the reading of the chats you choose</source>
   <translation>Du hast am {when} zugestimmt, dass gewählte Chats gelesen werden</translation>
  </message>
  <message>
   <source>You approve each call</source>
   <translation>Du nimmst jeden Ruf selbst an</translation>
  </message>
  <message>
   <source>You are not signed in to Telegram. Sign in first.</source>
   <translation>Du bist nicht bei Telegram angemeldet. Melde dich zuerst an.</translation>
  </message>
  <message>
   <source>You are on live prices. Trades are on paper all the same.</source>
   <translation>Die Preise sind echt. Gehandelt wird trotzdem auf Papier.</translation>
  </message>
  <message>
   <source>You are on the practice market: prices are made up, and so are those who call. It needs no network.</source>
   <translation>Du bist auf dem Übungsmarkt: Preise und Rufende sind erfunden. Er braucht kein Netz.</translation>
  </message>
  <message>
   <source>You are signed in already. Sign out first.</source>
   <translation>Du bist schon angemeldet. Melde dich zuerst ab.</translation>
  </message>
  <message>
   <source>You ended EchoTrade's session in Telegram. Nothing is read; sign in again to go on.</source>
   <translation>Du hast die Sitzung von EchoTrade in Telegram beendet. Nichts wird gelesen; melde dich neu an, um weiterzumachen.</translation>
  </message>
  <message>
   <source>You follow</source>
   <translation>Du folgst</translation>
  </message>
  <message>
   <source>You follow no lead trader</source>
   <translation>Du folgst keinem Lead-Trader</translation>
  </message>
  <message>
   <source>Your account has a password of its own.</source>
   <translation>Dein Konto hat ein eigenes Passwort.</translation>
  </message>
  <message>
   <source>Your account has a password of its own. Your hint: “{hint}”.</source>
   <translation>Dein Konto hat ein eigenes Passwort. Dein Hinweis: „{hint}“.</translation>
  </message>
  <message>
   <source>Your chats</source>
   <translation>Deine Chats</translation>
  </message>
  <message>
   <source>Your chats could not be read</source>
   <translation>Deine Chats konnten nicht gelesen werden</translation>
  </message>
  <message>
   <source>Your default distance: the call named no stop</source>
   <translation>Dein üblicher Abstand: Der Ruf nannte keinen Stop</translation>
  </message>
  <message>
   <source>Your default stop; the call named none</source>
   <translation>Dein üblicher Stop; der Ruf nannte keinen</translation>
  </message>
  <message>
   <source>Your list of chats comes from Telegram; a long one takes a moment.</source>
   <translation>Die Liste deiner Chats kommt von Telegram; eine lange dauert einen Augenblick.</translation>
  </message>
  <message>
   <source>Your list of chats, so that you can choose. Of the chats you choose: new posts, their edits and deletions, and who wrote them. EchoTrade never writes, joins a chat or marks anything as read.</source>
   <translation>Die Liste deiner Chats, damit du wählen kannst. Aus den gewählten: neue Beiträge, ihre Änderungen und Löschungen, und wer sie schrieb. EchoTrade schreibt nie, tritt keinem Chat bei und markiert nichts als gelesen.</translation>
  </message>
  <message>
   <source>Your own calls come from Telegram. EchoTrade connects only after you have agreed.</source>
   <translation>Deine eigenen Rufe kommen von Telegram. EchoTrade verbindet sich erst, wenn du zugestimmt hast.</translation>
  </message>
  <message>
   <source>Your own rejections</source>
   <translation>Deine eigenen Ablehnungen</translation>
  </message>
  <message>
   <source>a call</source>
   <translation>einen Ruf</translation>
  </message>
  <message>
   <source>a missed call: the last digits of its number</source>
   <translation>einen verpassten Anruf: die letzten Ziffern seiner Nummer</translation>
  </message>
  <message>
   <source>a phone call</source>
   <translation>einen Anruf</translation>
  </message>
  <message>
   <source>a target</source>
   <translation>ein Ziel</translation>
  </message>
  <message>
   <source>about {price}</source>
   <translation>etwa {price}</translation>
  </message>
  <message>
   <source>above</source>
   <translation>über</translation>
  </message>
  <message>
   <source>admins who post anonymously</source>
   <translation>Admins, die anonym posten</translation>
  </message>
  <message>
   <source>after a week</source>
   <translation>nach einer Woche</translation>
  </message>
  <message>
   <source>after fees</source>
   <translation>nach Gebühren</translation>
  </message>
  <message>
   <source>agrees</source>
   <translation>stimmt</translation>
  </message>
  <message>
   <source>all</source>
   <translation>alle</translation>
  </message>
  <message>
   <source>allowed</source>
   <translation>erlaubt</translation>
  </message>
  <message>
   <source>and {n} older calls, not shown to keep up</source>
   <translation>und {n} ältere Rufe, nicht gezeigt, um mitzukommen</translation>
  </message>
  <message>
   <source>any</source>
   <translation>jedes</translation>
  </message>
  <message>
   <source>any hour</source>
   <translation>jede Stunde</translation>
  </message>
  <message>
   <source>api_hash</source>
   <translation>api_hash</translation>
  </message>
  <message>
   <source>api_id</source>
   <translation>api_id</translation>
  </message>
  <message>
   <source>at entry</source>
   <translation>am Einstieg</translation>
  </message>
  <message>
   <source>at its stop</source>
   <translation>an seinem Stop</translation>
  </message>
  <message>
   <source>at its target</source>
   <translation>an seinem Ziel</translation>
  </message>
  <message>
   <source>back to {price}</source>
   <translation>zurück auf {price}</translation>
  </message>
  <message>
   <source>bar</source>
   <translation>Kerze</translation>
  </message>
  <message>
   <source>bars</source>
   <translation>Kerzen</translation>
  </message>
  <message>
   <source>base</source>
   <translation>Basis</translation>
  </message>
  <message>
   <source>below</source>
   <translation>unter</translation>
  </message>
  <message>
   <source>blocked by</source>
   <translation>blockiert durch</translation>
  </message>
  <message>
   <source>bought</source>
   <translation>gekauft</translation>
  </message>
  <message>
   <source>by rule</source>
   <translation>durch Regel</translation>
  </message>
  <message>
   <source>by you</source>
   <translation>durch dich</translation>
  </message>
  <message>
   <source>call {entry}</source>
   <translation>Ruf {entry}</translation>
  </message>
  <message>
   <source>calls blocked</source>
   <translation>Rufe blockiert</translation>
  </message>
  <message>
   <source>capital</source>
   <translation>Kapital</translation>
  </message>
  <message>
   <source>capped: {capped_by}</source>
   <translation>gekappt: {capped_by}</translation>
  </message>
  <message>
   <source>catching up</source>
   <translation>holt Verpasstes nach</translation>
  </message>
  <message>
   <source>closed by you</source>
   <translation>von dir geschlossen</translation>
  </message>
  <message>
   <source>confidence</source>
   <translation>Zuversicht</translation>
  </message>
  <message>
   <source>connecting</source>
   <translation>verbindet sich</translation>
  </message>
  <message>
   <source>cost</source>
   <translation>gekostet</translation>
  </message>
  <message>
   <source>default {default}</source>
   <translation>Vorgabe {default}</translation>
  </message>
  <message>
   <source>down</source>
   <translation>ausgefallen</translation>
  </message>
  <message>
   <source>ended</source>
   <translation>beendet</translation>
  </message>
  <message>
   <source>entry</source>
   <translation>Einstieg</translation>
  </message>
  <message>
   <source>entry follows</source>
   <translation>Einstieg folgt</translation>
  </message>
  <message>
   <source>equity</source>
   <translation>Kapital</translation>
  </message>
  <message>
   <source>every number used</source>
   <translation>jede Zahl benutzt</translation>
  </message>
  <message>
   <source>feed</source>
   <translation>Kursstrom</translation>
  </message>
  <message>
   <source>first call</source>
   <translation>erster Ruf</translation>
  </message>
  <message>
   <source>for</source>
   <translation>für</translation>
  </message>
  <message>
   <source>from the next start on</source>
   <translation>ab dem nächsten Start</translation>
  </message>
  <message>
   <source>goes to the exchange with the fill</source>
   <translation>geht mit der Ausführung an die Börse</translation>
  </message>
  <message>
   <source>how much of the limit is used</source>
   <translation>wie viel der Grenze benutzt ist</translation>
  </message>
  <message>
   <source>https://www.binance.com/…/lead-details/…</source>
   <translation>https://www.binance.com/…/lead-details/…</translation>
  </message>
  <message>
   <source>in {place}</source>
   <translation>in {place}</translation>
  </message>
  <message>
   <source>is off: calls are blocked, open positions stay managed.</source>
   <translation>ist aus: Rufe werden blockiert, offene Positionen bleiben betreut.</translation>
  </message>
  <message>
   <source>is on: calls are followed.</source>
   <translation>ist an: Rufen wird gefolgt.</translation>
  </message>
  <message>
   <source>is watched by this app from the first fill</source>
   <translation>wird ab der ersten Ausführung von dieser App bewacht</translation>
  </message>
  <message>
   <source>it is not among your chats any more</source>
   <translation>er ist nicht mehr unter deinen Chats</translation>
  </message>
  <message>
   <source>it waits for the call's price</source>
   <translation>er wartet auf den Preis des Rufs</translation>
  </message>
  <message>
   <source>it was left, closed, or made private</source>
   <translation>er wurde verlassen, geschlossen oder privat gemacht</translation>
  </message>
  <message>
   <source>its author deleted a message</source>
   <translation>der Verfasser hat eine Nachricht gelöscht</translation>
  </message>
  <message>
   <source>its author deleted it</source>
   <translation>der Verfasser hat sie gelöscht</translation>
  </message>
  <message>
   <source>its first mark</source>
   <translation>seinem ersten Punkt</translation>
  </message>
  <message>
   <source>its position's result</source>
   <translation>Ergebnis seiner Position</translation>
  </message>
  <message>
   <source>its words have been erased</source>
   <translation>ihre Worte wurden gelöscht</translation>
  </message>
  <message>
   <source>its words were erased</source>
   <translation>seine Worte wurden gelöscht</translation>
  </message>
  <message>
   <source>kept</source>
   <translation>behalten</translation>
  </message>
  <message>
   <source>kept without words</source>
   <translation>ohne Worte behalten</translation>
  </message>
  <message>
   <source>kept, read otherwise</source>
   <translation>behalten, anders gelesen</translation>
  </message>
  <message>
   <source>key {value}</source>
   <translation>Taste {value}</translation>
  </message>
  <message>
   <source>let go</source>
   <translation>loslässt</translation>
  </message>
  <message>
   <source>leverage follows</source>
   <translation>Hebel folgt</translation>
  </message>
  <message>
   <source>liquidated</source>
   <translation>liquidiert</translation>
  </message>
  <message>
   <source>liquidation price</source>
   <translation>Liquidationspreis</translation>
  </message>
  <message>
   <source>live trading ends when the last position is closed</source>
   <translation>der echte Handel endet, wenn die letzte Position geschlossen ist</translation>
  </message>
  <message>
   <source>loop</source>
   <translation>Schleife</translation>
  </message>
  <message>
   <source>means at the market</source>
   <translation>heißt zum Markt</translation>
  </message>
  <message>
   <source>means long</source>
   <translation>heißt long</translation>
  </message>
  <message>
   <source>means no call</source>
   <translation>heißt kein Ruf</translation>
  </message>
  <message>
   <source>means short</source>
   <translation>heißt short</translation>
  </message>
  <message>
   <source>min</source>
   <translation>min</translation>
  </message>
  <message>
   <source>moves it</source>
   <translation>verschiebt sie</translation>
  </message>
  <message>
   <source>n {closed} of {least}</source>
   <translation>n {closed} von {least}</translation>
  </message>
  <message>
   <source>neither</source>
   <translation>weder noch</translation>
  </message>
  <message>
   <source>no candle</source>
   <translation>keine Kerze</translation>
  </message>
  <message>
   <source>no channel is followed yet</source>
   <translation>noch keinem Kanal wird gefolgt</translation>
  </message>
  <message>
   <source>no chat is followed</source>
   <translation>keinem Chat wird gefolgt</translation>
  </message>
  <message>
   <source>no drawdown</source>
   <translation>kein Rückgang</translation>
  </message>
  <message>
   <source>no entries</source>
   <translation>keine Einstiege</translation>
  </message>
  <message>
   <source>no entries {spoken}</source>
   <translation>keine Einstiege {spoken}</translation>
  </message>
  <message>
   <source>no longer blocked by</source>
   <translation>nicht mehr blockiert durch</translation>
  </message>
  <message>
   <source>no price</source>
   <translation>kein Preis</translation>
  </message>
  <message>
   <source>no price follows</source>
   <translation>kein Preis folgt</translation>
  </message>
  <message>
   <source>no price yet</source>
   <translation>noch kein Preis</translation>
  </message>
  <message>
   <source>no words</source>
   <translation>keine Worte</translation>
  </message>
  <message>
   <source>none</source>
   <translation>keine</translation>
  </message>
  <message>
   <source>none closed</source>
   <translation>keiner geschlossen</translation>
  </message>
  <message>
   <source>not saved</source>
   <translation>nicht gespeichert</translation>
  </message>
  <message>
   <source>not used: {unused}</source>
   <translation>nicht benutzt: {unused}</translation>
  </message>
  <message>
   <source>nothing is sent until you {act}</source>
   <translation>nichts wird gesendet, bis du {act}</translation>
  </message>
  <message>
   <source>now {now}</source>
   <translation>jetzt {now}</translation>
  </message>
  <message>
   <source>numeric id</source>
   <translation>Kennnummer</translation>
  </message>
  <message>
   <source>of {limit}</source>
   <translation>von {limit}</translation>
  </message>
  <message>
   <source>off</source>
   <translation>aus</translation>
  </message>
  <message>
   <source>old stop holds</source>
   <translation>alter Stop hält</translation>
  </message>
  <message>
   <source>on</source>
   <translation>an</translation>
  </message>
  <message>
   <source>on exchange</source>
   <translation>an der Börse</translation>
  </message>
  <message>
   <source>on paper</source>
   <translation>auf Papier</translation>
  </message>
  <message>
   <source>on the exchange</source>
   <translation>an der Börse</translation>
  </message>
  <message>
   <source>one tick, {tick}</source>
   <translation>ein Tick, {tick}</translation>
  </message>
  <message>
   <source>outside trading hours</source>
   <translation>außerhalb der Handelszeiten</translation>
  </message>
  <message>
   <source>paper</source>
   <translation>Papier</translation>
  </message>
  <message>
   <source>passes</source>
   <translation>besteht</translation>
  </message>
  <message>
   <source>paused</source>
   <translation>angehalten</translation>
  </message>
  <message>
   <source>practice channel</source>
   <translation>Übungskanal</translation>
  </message>
  <message>
   <source>press Enter</source>
   <translation>Enter drückst</translation>
  </message>
  <message>
   <source>read as confirmed</source>
   <translation>wie bestätigt gelesen</translation>
  </message>
  <message>
   <source>read otherwise</source>
   <translation>anders gelesen</translation>
  </message>
  <message>
   <source>reading 1 chat</source>
   <translation>liest 1 Chat</translation>
  </message>
  <message>
   <source>reading {count} chats</source>
   <translation>liest {count} Chats</translation>
  </message>
  <message>
   <source>real money</source>
   <translation>echtem Geld</translation>
  </message>
  <message>
   <source>repeats {name}</source>
   <translation>wiederholt {name}</translation>
  </message>
  <message>
   <source>reputation {reputation} from {closed} trades</source>
   <translation>Reputation {reputation} aus {closed} Trades</translation>
  </message>
  <message>
   <source>risk</source>
   <translation>Risiko</translation>
  </message>
  <message>
   <source>rounded down to {lot} {base}</source>
   <translation>abgerundet auf {lot} {base}</translation>
  </message>
  <message>
   <source>saved</source>
   <translation>erspart</translation>
  </message>
  <message>
   <source>shown once, when the key is made</source>
   <translation>nur einmal gezeigt, wenn der Schlüssel angelegt wird</translation>
  </message>
  <message>
   <source>signed out, press to sign in</source>
   <translation>abgemeldet, drücken zum Anmelden</translation>
  </message>
  <message>
   <source>signing in</source>
   <translation>wird angemeldet</translation>
  </message>
  <message>
   <source>simulated</source>
   <translation>simuliert</translation>
  </message>
  <message>
   <source>sold</source>
   <translation>verkauft</translation>
  </message>
  <message>
   <source>stale</source>
   <translation>alt</translation>
  </message>
  <message>
   <source>stale {age}</source>
   <translation>alt {age}</translation>
  </message>
  <message>
   <source>starting</source>
   <translation>startet</translation>
  </message>
  <message>
   <source>stop</source>
   <translation>Stop</translation>
  </message>
  <message>
   <source>stop follows</source>
   <translation>Stop folgt</translation>
  </message>
  <message>
   <source>stop hit</source>
   <translation>Stop erreicht</translation>
  </message>
  <message>
   <source>sure {confidence}</source>
   <translation>sicher {confidence}</translation>
  </message>
  <message>
   <source>target</source>
   <translation>Ziel</translation>
  </message>
  <message>
   <source>target follows</source>
   <translation>Ziel folgt</translation>
  </message>
  <message>
   <source>target hit</source>
   <translation>Ziel erreicht</translation>
  </message>
  <message>
   <source>ten ticks</source>
   <translation>zehn Ticks</translation>
  </message>
  <message>
   <source>the Telegram app on your other devices</source>
   <translation>die Telegram-App auf deinen anderen Geräten</translation>
  </message>
  <message>
   <source>the account's result</source>
   <translation>Ergebnis des Kontos</translation>
  </message>
  <message>
   <source>the chat's title</source>
   <translation>der Titel des Chats</translation>
  </message>
  <message>
   <source>the entry</source>
   <translation>der Einstieg</translation>
  </message>
  <message>
   <source>the leverage</source>
   <translation>der Hebel</translation>
  </message>
  <message>
   <source>the order is on its way</source>
   <translation>der Auftrag ist unterwegs</translation>
  </message>
  <message>
   <source>the play money of Binance's {mode}</source>
   <translation>dem Spielgeld von Binance ({mode})</translation>
  </message>
  <message>
   <source>the same as now</source>
   <translation>so viele wie jetzt</translation>
  </message>
  <message>
   <source>the stop</source>
   <translation>der Stop</translation>
  </message>
  <message>
   <source>this app</source>
   <translation>dieser App</translation>
  </message>
  <message>
   <source>this computer's own</source>
   <translation>die dieses Rechners</translation>
  </message>
  <message>
   <source>time left</source>
   <translation>verbleibende Zeit</translation>
  </message>
  <message>
   <source>to</source>
   <translation>bis</translation>
  </message>
  <message>
   <source>to the stop</source>
   <translation>bis zum Stop</translation>
  </message>
  <message>
   <source>today</source>
   <translation>heute</translation>
  </message>
  <message>
   <source>together {combined}</source>
   <translation>zusammen {combined}</translation>
  </message>
  <message>
   <source>told to wait</source>
   <translation>soll warten</translation>
  </message>
  <message>
   <source>trader</source>
   <translation>Händler</translation>
  </message>
  <message>
   <source>up to {lost}</source>
   <translation>bis zu {lost}</translation>
  </message>
  <message>
   <source>value and your limit</source>
   <translation>Wert und deine Grenze</translation>
  </message>
  <message>
   <source>was {was}</source>
   <translation>war {was}</translation>
  </message>
  <message>
   <source>watched by the exchange</source>
   <translation>bewacht die Börse</translation>
  </message>
  <message>
   <source>watched by this app</source>
   <translation>bewacht diese App</translation>
  </message>
  <message>
   <source>what it posts in its own name</source>
   <translation>was er im eigenen Namen postet</translation>
  </message>
  <message>
   <source>without words</source>
   <translation>ohne Worte</translation>
  </message>
  <message>
   <source>word or phrase</source>
   <translation>Wort oder Wendung</translation>
  </message>
  <message>
   <source>you</source>
   <translation>dich</translation>
  </message>
  <message>
   <source>you, at its price</source>
   <translation>dich, zu seinem Preis</translation>
  </message>
  <message>
   <source>your e-mail</source>
   <translation>deine E-Mail</translation>
  </message>
  <message>
   <source>your profile</source>
   <translation>deinem Profil</translation>
  </message>
  <message>
   <source>your rule</source>
   <translation>deine Regel</translation>
  </message>
  <message>
   <source>yours: the call named none</source>
   <translation>deiner: Der Ruf nannte keinen</translation>
  </message>
  <message>
   <source>{Verb} {amount} at {price}.</source>
   <translation>{Verb}: {amount} zu {price}.</translation>
  </message>
  <message>
   <source>{age} ago</source>
   <translation>vor {age}</translation>
  </message>
  <message>
   <source>{calls} calls, {updates} updates, {noise} no call, {refused} refused.</source>
   <translation>{calls} Rufe, {updates} Updates, {noise} kein Ruf, {refused} abgewiesen.</translation>
  </message>
  <message>
   <source>{changed} of the last {n} messages would read differently.</source>
   <translation>{changed} der letzten {n} Nachrichten würden anders gelesen.</translation>
  </message>
  <message>
   <source>{confirmed} confirmed · paper only</source>
   <translation>{confirmed} bestätigt · nur Papier</translation>
  </message>
  <message>
   <source>{confirmed} confirmed · paper only, {still_to_confirm} to go</source>
   <translation>{confirmed} bestätigt · nur Papier, noch {still_to_confirm}</translation>
  </message>
  <message>
   <source>{confirmed} readings confirmed</source>
   <translation>{confirmed} Lesungen bestätigt</translation>
  </message>
  <message>
   <source>{count} FOLLOWED</source>
   <translation>{count} GEFOLGT</translation>
  </message>
  <message>
   <source>{count} chosen</source>
   <translation>{count} gewählt</translation>
  </message>
  <message>
   <source>{count} members</source>
   <translation>{count} Mitglieder</translation>
  </message>
  <message>
   <source>{count} messages</source>
   <translation>{count} Nachrichten</translation>
  </message>
  <message>
   <source>{count} new · show</source>
   <translation>{count} neu · zeigen</translation>
  </message>
  <message>
   <source>{count} of the newest posts</source>
   <translation>{count} der neuesten Beiträge</translation>
  </message>
  <message>
   <source>{count} posts of {title} were deleted before EchoTrade could read them. They are not in the log.</source>
   <translation>{count} Beiträge von {title} wurden gelöscht, bevor EchoTrade sie lesen konnte. Sie stehen nicht im Protokoll.</translation>
  </message>
  <message>
   <source>{count} rules</source>
   <translation>{count} Regeln</translation>
  </message>
  <message>
   <source>{count} rules say no</source>
   <translation>{count} Regeln sagen nein</translation>
  </message>
  <message>
   <source>{count} sources agree</source>
   <translation>{count} Quellen sind sich einig</translation>
  </message>
  <message>
   <source>{count} subscribers</source>
   <translation>{count} Abonnenten</translation>
  </message>
  <message>
   <source>{count} waiting</source>
   <translation>{count} warten</translation>
  </message>
  <message>
   <source>{down} of {limit}</source>
   <translation>{down} von {limit}</translation>
  </message>
  <message>
   <source>{fewer} fewer</source>
   <translation>{fewer} weniger</translation>
  </message>
  <message>
   <source>{fields} to {fields2}</source>
   <translation>{fields} bis {fields2}</translation>
  </message>
  <message>
   <source>{file} could not be written ({name}). Nothing was changed; make room and try again.</source>
   <translation>{file} ließ sich nicht schreiben ({name}). Nichts wurde geändert; schaffe Platz und versuche es noch einmal.</translation>
  </message>
  <message>
   <source>{label} moving</source>
   <translation>{label} wird verschoben</translation>
  </message>
  <message>
   <source>{last} this blocks {value}, {what}.</source>
   <translation>{last} blockiert das {value}, {what}.</translation>
  </message>
  <message>
   <source>{last} your filters block {value}.</source>
   <translation>{last} blockieren deine Filter {value}.</translation>
  </message>
  <message>
   <source>{late} ms</source>
   <translation>{late} ms</translation>
  </message>
  <message>
   <source>{low} to {high}</source>
   <translation>{low} bis {high}</translation>
  </message>
  <message>
   <source>{milliseconds} ms</source>
   <translation>{milliseconds} ms</translation>
  </message>
  <message>
   <source>{money}  {percent} today</source>
   <translation>{money}  {percent} heute</translation>
  </message>
  <message>
   <source>{money} in USDT</source>
   <translation>{money} in USDT</translation>
  </message>
  <message>
   <source>{money}, CLOSING</source>
   <translation>{money}, SCHLIESST</translation>
  </message>
  <message>
   <source>{more} more</source>
   <translation>{more} mehr</translation>
  </message>
  <message>
   <source>{multiplier}: {money} for a call of confidence {confidence}</source>
   <translation>{multiplier}: {money} für einen Ruf mit Zuversicht {confidence}</translation>
  </message>
  <message>
   <source>{name} could not be written there. Choose another folder.</source>
   <translation>{name} konnte dort nicht geschrieben werden. Wähle einen anderen Ordner.</translation>
  </message>
  <message>
   <source>{name} in {chat}</source>
   <translation>{name} in {chat}</translation>
  </message>
  <message>
   <source>{name} is now traded at {multiplier}.</source>
   <translation>{name} wird jetzt mit {multiplier} gehandelt.</translation>
  </message>
  <message>
   <source>{name} is now {now}, was {was}.</source>
   <translation>{name} ist jetzt {now}, war {was}.</translation>
  </message>
  <message>
   <source>{name} is running. Watch the prices, the queue and your stops.</source>
   <translation>{name} läuft. Achte auf Preise, Warteschlange und deine Stops.</translation>
  </message>
  <message>
   <source>{name} {value} of {limit}</source>
   <translation>{name} {value} von {limit}</translation>
  </message>
  <message>
   <source>{name}, practice channel</source>
   <translation>{name}, Übungskanal</translation>
  </message>
  <message>
   <source>{name}, {messages} messages: {counts}; {confirmed_words}</source>
   <translation>{name}, {messages} Nachrichten: {counts}; {confirmed_words}</translation>
  </message>
  <message>
   <source>{name}: what came of it</source>
   <translation>{name}: was daraus wurde</translation>
  </message>
  <message>
   <source>{noise} no call · {rejected} refused</source>
   <translation>{noise} kein Ruf · {rejected} abgewiesen</translation>
  </message>
  <message>
   <source>{noise} no call, {rejected} refused</source>
   <translation>{noise} kein Ruf, {rejected} abgewiesen</translation>
  </message>
  <message>
   <source>{now} blackout above {percent}</source>
   <translation>{now} Sperre über {percent}</translation>
  </message>
  <message>
   <source>{now} no entries until below {percent}</source>
   <translation>{now} keine Einstiege bis unter {percent}</translation>
  </message>
  <message>
   <source>{n} after the price moved</source>
   <translation>{n} nachdem der Preis sich bewegt hatte</translation>
  </message>
  <message>
   <source>{n} calls</source>
   <translation>{n} Rufe</translation>
  </message>
  <message>
   <source>{n} calls wait for you</source>
   <translation>{n} Rufe warten auf dich</translation>
  </message>
  <message>
   <source>{n} closed trades</source>
   <translation>{n} abgeschlossene Trades</translation>
  </message>
  <message>
   <source>{n} limits are changed: {names}.</source>
   <translation>{n} Grenzen sind geändert: {names}.</translation>
  </message>
  <message>
   <source>{n} more</source>
   <translation>{n} weitere</translation>
  </message>
  <message>
   <source>{n} of 1 stop {where}</source>
   <translation>{n} von 1 Stop {where}</translation>
  </message>
  <message>
   <source>{n} of {all}</source>
   <translation>{n} von {all}</translation>
  </message>
  <message>
   <source>{n} of {all} stops {where}</source>
   <translation>{n} von {all} Stops {where}</translation>
  </message>
  <message>
   <source>{n} of {count} rules</source>
   <translation>{n} von {count} Regeln</translation>
  </message>
  <message>
   <source>{n} of {most}</source>
   <translation>{n} von {most}</translation>
  </message>
  <message>
   <source>{n} settings differ; look at them, then save.</source>
   <translation>{n} Einstellungen weichen ab; sieh sie an, dann speichere.</translation>
  </message>
  <message>
   <source>{n} updates</source>
   <translation>{n} Updates</translation>
  </message>
  <message>
   <source>{n} while losing</source>
   <translation>{n} im Verlust</translation>
  </message>
  <message>
   <source>{origin}{edited}, {age} after it was sent</source>
   <translation>{origin}{edited}, {age} nach dem Absenden</translation>
  </message>
  <message>
   <source>{others} other rules pass</source>
   <translation>{others} andere Regeln bestanden</translation>
  </message>
  <message>
   <source>{others} rules pass</source>
   <translation>{others} Regeln bestanden</translation>
  </message>
  <message>
   <source>{over} calls</source>
   <translation>{over} Rufe</translation>
  </message>
  <message>
   <source>{percent} away</source>
   <translation>{percent} entfernt</translation>
  </message>
  <message>
   <source>{percent} won</source>
   <translation>{percent} gewonnen</translation>
  </message>
  <message>
   <source>{position} has no stop. The app keeps trying; close it if you do not want to wait.</source>
   <translation>{position} hat keinen Stop. Die App versucht es weiter; schließe die Position, wenn du nicht warten willst.</translation>
  </message>
  <message>
   <source>{price} {what} entry</source>
   <translation>{price} {what} Einstieg</translation>
  </message>
  <message>
   <source>{purpose}: {amount} at {price}</source>
   <translation>{purpose}: {amount} zu {price}</translation>
  </message>
  <message>
   <source>{question} Nothing was changed.</source>
   <translation>{question} Nichts wurde geändert.</translation>
  </message>
  <message>
   <source>{reason} Nothing was done.</source>
   <translation>{reason} Nichts wurde getan.</translation>
  </message>
  <message>
   <source>{reason} Try again in a moment.</source>
   <translation>{reason} Versuche es gleich noch einmal.</translation>
  </message>
  <message>
   <source>{rules} pass</source>
   <translation>{rules} bestanden</translation>
  </message>
  <message>
   <source>{sure} · asks you</source>
   <translation>{sure} · fragt dich</translation>
  </message>
  <message>
   <source>{symbol} has not traded since the app is watching it.</source>
   <translation>{symbol} wurde nicht gehandelt, seit die App zusieht.</translation>
  </message>
  <message>
   <source>{symbol} moves too much: no entries until it is calm again. Open the chart</source>
   <translation>{symbol} bewegt sich zu sehr: keine Einstiege, bis es wieder ruhig ist. Chart öffnen</translation>
  </message>
  <message>
   <source>{symbol} {price}, {change}. Opens the chart</source>
   <translation>{symbol} {price}, {change}. Öffnet den Chart</translation>
  </message>
  <message>
   <source>{symbol} {side} from {trader_name}</source>
   <translation>{symbol} {side} von {trader_name}</translation>
  </message>
  <message>
   <source>{symbol} {side} from {trader}, entry {entry}, stop {stop}, {state}</source>
   <translation>{symbol} {side} von {trader}, Einstieg {entry}, Stop {stop}, {state}</translation>
  </message>
  <message>
   <source>{symbol}: no price has come in yet</source>
   <translation>{symbol}: Noch ist kein Preis angekommen</translation>
  </message>
  <message>
   <source>{symbol}: open the chart</source>
   <translation>{symbol}: Chart öffnen</translation>
  </message>
  <message>
   <source>{title} can no longer be read: {why}. Its calls are missing from now on.</source>
   <translation>{title} lässt sich nicht mehr lesen: {why}. Von jetzt an fehlen die Rufe von dort.</translation>
  </message>
  <message>
   <source>{title} has been silent for {span}, which is unusual</source>
   <translation>{title} schweigt seit {span}, das ist ungewöhnlich</translation>
  </message>
  <message>
   <source>{title} is not read any more. What was read stays.</source>
   <translation>{title} wird nicht mehr gelesen. Was gelesen ist, bleibt.</translation>
  </message>
  <message>
   <source>{told} It would say no if {flips}.</source>
   <translation>{told} Nein hieße es, wenn {flips}.</translation>
  </message>
  <message>
   <source>{told}: while the machine is dead nothing closes it. At worst all its margin is lost, fees included</source>
   <translation>{told}: Solange der Rechner tot ist, schließt sie nichts. Schlimmstenfalls ist ihre ganze Margin verloren, mit Gebühren</translation>
  </message>
  <message>
   <source>{typed}: {whole} or {part}?</source>
   <translation>{typed}: {whole} oder {part}?</translation>
  </message>
  <message>
   <source>{verb} {amount} near {price}, if your limits still hold; good until {until}. Stop {stop} {guard}.</source>
   <translation>{verb} {amount} nahe {price}, wenn deine Grenzen dann noch gelten; gültig bis {until}. Stop {stop} {guard}.</translation>
  </message>
  <message>
   <source>{verb} {symbol} {side} from {trader}</source>
   <translation>{verb} {symbol} {side} von {trader}</translation>
  </message>
  <message>
   <source>{warning} Move the stop of {symbol} all the same?</source>
   <translation>{warning} Den Stop von {symbol} trotzdem verschieben?</translation>
  </message>
  <message>
   <source>{what} than now</source>
   <translation>{what} als jetzt</translation>
  </message>
  <message>
   <source>{why} Calls are not read until then.</source>
   <translation>{why} Bis dahin werden keine Rufe gelesen.</translation>
  </message>
  <message>
   <source>{why} The login was given up; nothing was kept.</source>
   <translation>{why} Die Anmeldung wurde abgebrochen; nichts wurde aufbewahrt.</translation>
  </message>
  <message>
   <source>{won} of {closed} closed trades</source>
   <translation>{won} von {closed} abgeschlossenen Trades</translation>
  </message>
  <message>
   <source>{won} of {followed}</source>
   <translation>{won} von {followed}</translation>
  </message>
  <message>
   <source>{word}: {amount} at {price}</source>
   <translation>{word}: {amount} zu {price}</translation>
  </message>
  <message>
   <source>{written} is</source>
   <translation>{written} ist</translation>
  </message>
  <message>
   <source>{} deepest fall</source>
   <translation>{} tiefster Fall</translation>
  </message>
  <message>
   <source>{} in 30 days</source>
   <translation>{} in 30 Tagen</translation>
  </message>
  <message>
   <source>{} won</source>
   <translation>{} gewonnen</translation>
  </message>
  <message>
   <source>“Sign out and revoke…” in this window signs out at Telegram, deletes the login, and keeps or erases the stored posts, as you say then. Open positions keep their stops.</source>
   <translation>„Abmelden und zurücknehmen…“ in diesem Fenster meldet bei Telegram ab, löscht die Anmeldung und behält oder löscht die gespeicherten Beiträge, wie du es dann sagst. Offene Positionen behalten ihre Stops.</translation>
  </message>
  <message>
   <source>“{typed}” is not a price. Nothing was changed.</source>
   <translation>„{typed}“ ist kein Preis. Nichts wurde geändert.</translation>
  </message>
 </context>
</TS>
