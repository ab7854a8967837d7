-- SHA-256 (FIPS 180-4), which Envoy's Lua does not have.

local band, bnot, bxor = bit.band, bit.bnot, bit.bxor
local ror, rshift, tobit = bit.ror, bit.rshift, bit.tobit

-- The first 32 bits behind the point: of the primes' cube roots, of the first primes' square roots.
local ROUNDS, START = {}, {}
do
  local function bits(root) return tobit(math.floor(root % 1 * 2 ^ 32)) end
  local number = 2
  while #ROUNDS < 64 do
    local prime = true
    for divisor = 2, math.floor(math.sqrt(number)) do
      prime = prime and number % divisor ~= 0
    end
    if prime then
      ROUNDS[#ROUNDS + 1] = bits(number ^ (1 / 3))
      if #START < 8 then START[#START + 1] = bits(math.sqrt(number)) end
    end
    number = number + 1
  end
end

local function padded(text)
  local zeros = ("\0"):rep((55 - #text) % 64 + 4) -- and four bytes of the length, of eight
  local count = #text * 8
  local length = ""
  for shift = 24, 0, -8 do length = length .. string.char(band(rshift(count, shift), 0xff)) end
  return text .. "\128" .. zeros .. length
end

-- Sixteen words of a block, and the 48 that follow from them.
local function schedule(text, at)
  local w = {}
  for i = 1, 16 do
    local a, b, c, d = text:byte(at + 4 * i - 4, at + 4 * i - 1)
    w[i] = tobit(((a * 256 + b) * 256 + c) * 256 + d)
  end
  for i = 17, 64 do
    local x, y = w[i - 15], w[i - 2]
    local small = bxor(ror(x, 7), ror(x, 18), rshift(x, 3))
    local large = bxor(ror(y, 17), ror(y, 19), rshift(y, 10))
    w[i] = tobit(w[i - 16] + small + w[i - 7] + large)
  end
  return w
end

-- The digest in hexadecimal, as others write it.
local function sha256(text)
  text = padded(text)
  local state = { unpack(START) }
  for at = 1, #text, 64 do
    local w = schedule(text, at)
    local a, b, c, d, e, f, g, h = unpack(state)
    for i = 1, 64 do
      local of_e = bxor(ror(e, 6), ror(e, 11), ror(e, 25))
      local one = h + of_e + bxor(band(e, f), band(bnot(e), g)) + ROUNDS[i] + w[i]
      local of_a = bxor(ror(a, 2), ror(a, 13), ror(a, 22))
      local two = of_a + bxor(band(a, b), band(a, c), band(b, c))
      a, b, c, d, e, f, g, h = tobit(one + two), a, b, c, tobit(d + one), e, f, g
    end
    for i, word in ipairs({ a, b, c, d, e, f, g, h }) do state[i] = tobit(state[i] + word) end
  end
  for i, word in ipairs(state) do state[i] = bit.tohex(word) end
  return table.concat(state)
end
