local n = tonumber(arg[1])
local bit = require('bit')
local band, bxor, rshift = bit.band, bit.bxor, bit.rshift

local function fft(re, im)
  local size = #re + 1
  local j = 0
  for i = 1, size - 1 do
    local b = rshift(size, 1)
    while band(j, b) ~= 0 do
      j = bxor(j, b)
      b = rshift(b, 1)
    end
    j = bxor(j, b)
    if i < j then
      re[i], re[j] = re[j], re[i]
      im[i], im[j] = im[j], im[i]
    end
  end
  local length = 2
  while length <= size do
    local angle = -2.0 * math.pi / length
    local step_re, step_im = math.cos(angle), math.sin(angle)
    local half = rshift(length, 1)
    for start = 0, size - 1, length do
      local wr, wi = 1.0, 0.0
      for k = start, start + half - 1 do
        local m = k + half
        local tr = re[m] * wr - im[m] * wi
        local ti = re[m] * wi + im[m] * wr
        re[m] = re[k] - tr
        im[m] = im[k] - ti
        re[k] = re[k] + tr
        im[k] = im[k] + ti
        wr, wi = wr * step_re - wi * step_im, wr * step_im + wi * step_re
      end
    end
    length = length * 2
  end
end

local sum = 0.0
for round = 0, n - 1 do
  local re, im = {}, {}
  for i = 0, 1023 do
    re[i] = (i * 37 + round) % 101 / 101
    im[i] = 0.0
  end
  fft(re, im)
  sum = sum + (math.abs(re[3]) + math.abs(im[5]) + math.abs(re[512]))
end
print(string.format('fft %.6f', sum))
