/// Zones by their names in the zone database.
///
/// Where a zone's rules have changed, only years count in which one rule holds throughout; none before 1997.
enum DateCities {
    /// The zone of `name`, in lower case, in `year`; `nil` where that has none that is certain.
    static func zone(_ name: String, year: Int) -> DateZone? {
        rules[name]?.first { $0.years.contains(year) }?.zone
    }

    static func contains(_ name: String) -> Bool { rules[name] != nil }

    private struct Rule {
        var zone: DateZone
        var years: ClosedRange<Int>

        /// `E180:1997-2010`
        init?(_ text: Substring) {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let minutes = Int(parts[0].dropFirst()) else { return nil }
            switch parts[0].first {
            case "A": zone = .american(minutes: minutes)
            case "E": zone = .european(minutes: minutes)
            case "S": zone = .australian(minutes: minutes)
            case "N": zone = .newZealand(minutes: minutes)
            default: zone = .fixed(minutes: minutes)
            }
            let bounds = parts[1].split(separator: "-")
            guard let first = bounds.first.flatMap({ Int($0) }) else { return nil }
            let last = bounds.count > 1 ? Int(bounds[1]) ?? 9999 : 9999
            years = first...max(first, last)
        }
    }

    private static let rules: [String: [Rule]] = {
        var result: [String: [Rule]] = [:]
        for line in table.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let first = words.first else { continue }
            let rules = first.split(separator: ",").compactMap { Rule($0) }
            for name in words.dropFirst() { result[String(name)] = rules }
        }
        return result
    }()

    /// Written by `scripts/date-zones`.
    private static let table = """
        A-180:1997- america/miquelon
        A-210:1997- america/st_johns canada/newfoundland
        A-240:1997- america/glace_bay america/goose_bay america/halifax america/moncton america/thule \
        atlantic/bermuda canada/atlantic
        A-300:1997- america/detroit america/kentucky/louisville america/louisville america/montreal \
        america/nassau america/new_york america/nipigon america/thunder_bay america/toronto canada/eastern \
        us/eastern us/michigan
        A-300:1997-1997,F-300:1998-2004,A-300:2005-2006,F-300:2007-2011,A-300:2012-2015,F-300:2016-2016,A-300:2017- \
        america/port-au-prince
        A-300:1997-1998,A-300:2001- america/iqaluit america/pangnirtung
        A-300:1997-2014,F-240:2016-2017,A-300:2019- america/grand_turk
        A-360:1997- america/chicago america/menominee america/north_dakota/center us/central
        A-360:1997-1997,A-420:1999-2000,A-420:2002-2006,A-420:2010-2021,A-360:2023- america/ojinaga
        A-360:1997-1997,A-420:1999-2000,A-420:2002-2006,A-420:2010-2021,A-420:2023- america/ciudad_juarez
        A-360:1997-1997,A-420:1999-2000,A-420:2002-2006,F-360:2023- america/chihuahua
        A-360:1997-1999,A-300:2001- america/kentucky/monticello
        A-360:1997-1999,A-360:2002- america/rankin_inlet
        A-360:1997-1999,A-360:2002-2005,A-360:2008- america/resolute
        A-360:1997-2000,A-360:2002-2006,A-360:2010- america/matamoros
        A-360:1997-2000,A-360:2002-2006,F-360:2023- america/merida america/mexico_city america/monterrey
        A-360:1997-2025,F-300:2027- america/rainy_river america/winnipeg canada/central
        A-360:1999-2000,A-360:2002-2006,F-300:2016- america/cancun
        A-420:1997- america/boise america/denver america/shiprock us/mountain
        A-420:1997-1998,A-420:2002- america/cambridge_bay
        A-420:1997-1998,F-420:1999- america/hermosillo
        A-420:1997-2000,A-420:2002-2006,F-360:2023- america/bahia_banderas
        A-420:1997-2000,A-420:2002-2006,F-420:2023- america/mazatlan
        A-420:1997-2002,A-360:2004- america/north_dakota/new_salem
        A-420:1997-2009,A-360:2011- america/north_dakota/beulah
        A-420:1997-2025,F-360:2027- america/edmonton america/inuvik america/yellowknife canada/mountain
        A-480:1997- america/los_angeles us/pacific
        A-480:1997-2006,A-480:2010- america/ensenada america/santa_isabel america/tijuana
        A-480:1997-2014,F-420:2016- america/fort_nelson
        A-480:1997-2019,F-420:2021- america/dawson america/whitehorse canada/yukon
        A-480:1997-2025,F-420:2027- america/vancouver canada/pacific
        A-540:1997- america/anchorage america/juneau america/nome america/sitka america/yakutat us/alaska
        A-600:1997- america/adak america/atka us/aleutian
        E-180:1997-2022,E-120:2024- america/godthab america/nuuk
        E-300:1998-1999,A-300:2000-2003,F-240:2005-2005,A-300:2013-2025,A-300:2028- america/havana
        E-60:1997- atlantic/azores
        E-60:1997-2023,E-120:2025- america/scoresbysund
        E0:1997- atlantic/canary atlantic/faeroe atlantic/faroe atlantic/madeira europe/belfast \
        europe/dublin europe/guernsey europe/isle_of_man europe/jersey europe/lisbon europe/london
        E120:1997- europe/athens europe/bucharest europe/chisinau europe/helsinki europe/kiev europe/kyiv \
        europe/mariehamn europe/sofia europe/tiraspol europe/uzhgorod europe/zaporozhye
        E120:1997-1997,F120:2000-2002,E120:2003- europe/vilnius
        E120:1997-1999,F120:2000-2000,E120:2001- europe/riga
        E120:1997-1999,F120:2000-2001,E120:2002- europe/tallinn
        E120:1997-2010,E120:2012-2013,F180:2017- asia/istanbul europe/istanbul
        E120:1997-2010,F180:2012- europe/minsk
        E120:1997-2010,F180:2012-2013,F120:2015- europe/kaliningrad
        E120:1998- asia/nicosia europe/nicosia
        E120:1998-2013,F180:2015- europe/simferopol
        E120:1998-2015,E120:2018- asia/famagusta
        E120:1999- asia/beirut
        E180:1997-2010,F240:2012-2013,F180:2015- europe/kirov europe/moscow
        E180:1997-2010,F240:2012-2013,F180:2015-2015,F240:2017- europe/astrakhan europe/saratov \
        europe/ulyanovsk
        E180:1997-2010,F240:2012-2013,F180:2015-2017,F240:2019-2019,F180:2021- europe/volgograd
        E240:1997-2003,F300:2005- asia/aqtau asia/oral
        E240:1997-2009,F240:2012- europe/samara
        E240:1997-2011,F240:2012- asia/yerevan
        E240:1997-2015,F240:2016- asia/baku
        E240:1998-2003,F240:2006- asia/tbilisi
        E300:1997-1998,E240:2000-2003,F300:2005- asia/atyrau
        E300:1997-2003,F360:2005-2017,F300:2019- asia/qyzylorda
        E300:1997-2003,F360:2005-2023,F300:2025- asia/qostanay
        E300:1997-2004,F300:2005- asia/aqtobe
        E300:1997-2004,F360:2006- asia/bishkek
        E300:1997-2010,F360:2012-2013,F300:2015- asia/yekaterinburg
        E360:1997-2004,F360:2005-2023,F300:2025- asia/almaty
        E360:1997-2010,F420:2012-2013,F360:2015- asia/omsk
        E360:1997-2010,F420:2012-2013,F360:2015-2015,F420:2017- asia/barnaul asia/novosibirsk
        E420:1997-2001,E360:2003-2010,F420:2012-2013,F360:2015-2015,F420:2017- asia/tomsk
        E420:1997-2009,F420:2012- asia/novokuznetsk
        E420:1997-2010,F480:2012-2013,F420:2015- asia/krasnoyarsk
        E480:1997-2010,F540:2012-2013,F480:2015- asia/irkutsk
        E540:1997-2003,E600:2004-2010,F600:2012-2013,F540:2015- asia/khandyga
        E540:1997-2010,F600:2012-2013,F480:2015-2015,F540:2017- asia/chita
        E540:1997-2010,F600:2012-2013,F540:2015- asia/yakutsk
        E600:1997-2010,F660:2012-2013,F600:2015- asia/vladivostok
        E600:1998-2010,F660:2012-2013,F600:2015-2015,F660:2017- asia/sakhalin
        E60:1997- africa/ceuta atlantic/jan_mayen europe/amsterdam europe/andorra europe/belgrade \
        europe/berlin europe/bratislava europe/brussels europe/budapest europe/busingen europe/copenhagen \
        europe/gibraltar europe/ljubljana europe/luxembourg europe/madrid europe/malta europe/monaco \
        europe/oslo europe/paris europe/podgorica europe/prague europe/rome europe/san_marino \
        europe/sarajevo europe/skopje europe/stockholm europe/tirane europe/vaduz europe/vatican \
        europe/vienna europe/warsaw europe/zagreb europe/zurich
        E660:1997-2010,F660:2012-2013,F600:2015- asia/ust-nera
        E660:1997-2010,F720:2012-2013,F600:2015-2015,F660:2017- asia/magadan
        E660:1997-2010,F720:2012-2013,F660:2015- asia/srednekolymsk
        E720:1997-2009,F720:2012- asia/anadyr asia/kamchatka
        F-120:1997- atlantic/south_georgia
        F-120:1997-1998,F-120:2003- america/noronha
        F-180:1997- america/belem america/cayenne america/paramaribo
        F-180:1997-1998,F-180:2003- america/fortaleza america/maceio america/recife
        F-180:1997-2003,F-180:2005-2006,F-180:2009- america/argentina/catamarca \
        america/argentina/comodrivadavia america/argentina/la_rioja america/argentina/mendoza \
        america/argentina/rio_gallegos america/argentina/san_juan america/argentina/ushuaia \
        america/catamarca america/mendoza
        F-180:1997-2003,F-180:2005-2006,F-180:2010- america/argentina/san_luis america/argentina/tucuman
        F-180:1997-2003,F-180:2016- america/montevideo
        F-180:1997-2006,F-180:2009- america/argentina/jujuy america/argentina/salta america/jujuy
        F-180:1997-2006,F-180:2010- america/argentina/buenos_aires america/argentina/cordoba \
        america/buenos_aires america/cordoba america/rosario
        F-180:2004-2010,F-180:2013- america/bahia
        F-180:2004-2011,F-180:2014- america/araguaina
        F-180:2011- atlantic/stanley
        F-180:2015-2015 america/santiago
        F-180:2015-2015,F-180:2017- america/punta_arenas
        F-180:2015-2015,F-180:2025- america/coyhaique
        F-180:2020- america/sao_paulo
        F-180:2025- america/asuncion
        F-240:1997- america/anguilla america/antigua america/aruba america/barbados america/blanc-sablon \
        america/curacao america/dominica america/grenada america/guadeloupe america/guyana \
        america/kralendijk america/la_paz america/lower_princes america/manaus america/marigot \
        america/martinique america/montserrat america/port_of_spain america/porto_velho \
        america/puerto_rico america/st_barthelemy america/st_kitts america/st_lucia america/st_thomas \
        america/st_vincent america/tortola america/virgin
        F-240:1997-1998,F-240:2001- america/boa_vista
        F-240:1997-1999,F-240:2001- america/santo_domingo
        F-240:1997-2006,F-270:2008-2015,F-240:2017- america/caracas
        F-240:1997-2007,F-180:2009- america/santarem
        F-240:2020- america/campo_grande america/cuiaba
        F-300:1997- america/atikokan america/bogota america/cayman america/coral_harbour america/guayaquil \
        america/jamaica america/lima america/panama
        F-300:1997-2005,A-300:2006- america/fort_wayne america/indiana/indianapolis \
        america/indiana/marengo america/indiana/vevay america/indianapolis us/east-indiana
        F-300:1997-2005,A-300:2008- america/indiana/petersburg america/indiana/vincennes \
        america/indiana/winamac
        F-300:1997-2005,A-360:2007- america/indiana/knox america/indiana/tell_city america/knox_in \
        us/indiana-starke
        F-300:1997-2007,F-240:2009-2012,F-300:2014- america/eirunepe america/porto_acre america/rio_branco
        F-300:2015-2015 pacific/easter
        F-360:1997- america/belize america/costa_rica america/el_salvador america/regina \
        america/swift_current canada/saskatchewan pacific/galapagos
        F-360:1997-2004,F-360:2007- america/managua
        F-360:1997-2005,F-360:2007- america/guatemala america/tegucigalpa
        F-420:1997- america/creston america/dawson_creek america/phoenix us/arizona
        F-480:1997-2014,A-540:2016-2017,A-540:2020- america/metlakatla
        F-510:1997-1997,F-480:1999- pacific/pitcairn
        F-540:1997- pacific/gambier
        F-570:1997- pacific/marquesas
        F-600:1997- pacific/honolulu pacific/johnston pacific/rarotonga pacific/tahiti us/hawaii
        F-60:1997- atlantic/cape_verde
        F-660:1997- pacific/midway pacific/niue pacific/pago_pago pacific/samoa us/samoa
        F-660:1997-2009,N780:2012-2020,F780:2022- pacific/apia
        F-660:1997-2010,F780:2012- pacific/fakaofo
        F0:1997- africa/abidjan africa/accra africa/bamako africa/banjul africa/bissau africa/conakry \
        africa/dakar africa/freetown africa/lome africa/monrovia africa/nouakchott africa/ouagadougou \
        africa/timbuktu america/danmarkshavn atlantic/reykjavik atlantic/st_helena
        F0:1997-2007,F0:2027- africa/casablanca africa/el_aaiun
        F0:1997-2017,F60:2018-2018,F0:2019- africa/sao_tome
        F120:1997- africa/blantyre africa/bujumbura africa/gaborone africa/harare africa/johannesburg \
        africa/kigali africa/lubumbashi africa/lusaka africa/maputo africa/maseru africa/mbabane
        F120:1997-1999,F180:2001-2016,F120:2018- africa/khartoum
        F120:1997-1999,F180:2001-2020,F120:2022- africa/juba
        F120:1998-2011,F120:2014- africa/tripoli
        F120:2011-2013,F120:2015-2022 africa/cairo
        F120:2018- africa/windhoek
        F180:1997- africa/addis_ababa africa/asmara africa/asmera africa/dar_es_salaam africa/djibouti \
        africa/kampala africa/mogadishu africa/nairobi asia/aden asia/bahrain asia/kuwait asia/qatar \
        asia/riyadh indian/antananarivo indian/comoro indian/mayotte
        F180:2008- asia/baghdad
        F180:2023- asia/amman asia/damascus
        F210:2006-2007,F210:2023- asia/tehran
        F240:1997- asia/dubai asia/muscat indian/mahe indian/reunion
        F240:1997-2007,F240:2010- indian/mauritius
        F270:1997- asia/kabul
        F300:1997- asia/ashgabat asia/ashkhabad asia/dushanbe asia/samarkand asia/tashkent \
        indian/kerguelen indian/maldives
        F300:1997-2001,F300:2003-2007,F300:2010- asia/karachi
        F330:1997- asia/calcutta asia/kolkata
        F345:1997- asia/kathmandu asia/katmandu
        F360:1997- asia/kashgar asia/thimbu asia/thimphu asia/urumqi indian/chagos
        F360:1997-2005,F330:2007- asia/colombo
        F360:1997-2008,F360:2010- asia/dacca asia/dhaka
        F390:1997- asia/rangoon asia/yangon indian/cocos
        F420:1997- asia/bangkok asia/ho_chi_minh asia/jakarta asia/phnom_penh asia/pontianak asia/saigon \
        asia/vientiane indian/christmas
        F420:1999-2000,F420:2007-2014,F420:2017- asia/hovd
        F480:1997- asia/brunei asia/chongqing asia/chungking asia/harbin asia/hong_kong asia/kuala_lumpur \
        asia/kuching asia/macao asia/macau asia/makassar asia/manila asia/shanghai asia/singapore \
        asia/taipei asia/ujung_pandang
        F480:1997-1999,F540:2001- asia/dili
        F480:1997-2005,F480:2010- australia/perth australia/west
        F480:1999-2000,F480:2007-2014,F480:2017- asia/choibalsan asia/ulaanbaatar asia/ulan_bator
        F525:1997-2005,F525:2010- australia/eucla
        F540:1997- asia/jayapura asia/seoul asia/tokyo pacific/palau
        F540:1997-2014,F510:2016-2017,F540:2019- asia/pyongyang
        F570:1997- australia/darwin australia/north
        F600:1997- australia/brisbane australia/lindeman australia/queensland pacific/chuuk pacific/guam \
        pacific/port_moresby pacific/saipan pacific/truk pacific/yap
        F600:1997-2013,F660:2015- pacific/bougainville
        F60:1997- africa/algiers africa/bangui africa/brazzaville africa/douala africa/kinshasa \
        africa/lagos africa/libreville africa/luanda africa/malabo africa/ndjamena africa/niamey \
        africa/porto-novo
        F60:1997-2004,E60:2006-2008,F60:2009- africa/tunis
        F660:1997- pacific/efate pacific/guadalcanal pacific/pohnpei pacific/ponape
        F660:1998- pacific/noumea
        F690:1997-2014,F660:2016-2018,S660:2020- pacific/norfolk
        F720:1997- pacific/funafuti pacific/kwajalein pacific/majuro pacific/nauru pacific/tarawa \
        pacific/wake pacific/wallis
        F720:1997-1997,F660:1999- pacific/kosrae
        F720:1997-1997,F720:2001-2008,F720:2022- pacific/fiji
        F780:1997- pacific/enderbury pacific/kanton
        F780:1997-1998,F780:2003-2015,F780:2018- pacific/tongatapu
        F840:1997- pacific/kiritimati
        N720:2008- antarctica/mcmurdo pacific/auckland
        N765:2008- pacific/chatham
        S570:2008- australia/adelaide australia/broken_hill australia/south australia/yancowinna
        S600:2008- australia/act australia/canberra australia/currie australia/hobart australia/melbourne \
        australia/nsw australia/sydney australia/tasmania australia/victoria
        """
}
